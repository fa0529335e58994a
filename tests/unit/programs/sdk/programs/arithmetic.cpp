#include <sol/program.hpp>

using namespace sol;

// Operations on three numbers; leaves what comes of each as return data: 1 and the result, or
// zeros.
namespace {

struct Numbers {
    uint64_t a, b, c;
    SOL_FIELDS(a, b, c)
};

template <class T>
void add(Writer& to, const Result<T>& result) {
    (void)to.write(uint8_t{static_cast<bool>(result)}).code();
    (void)to.write(result ? static_cast<uint64_t>(*result) : uint64_t{0}).code();
}

template <Integer T>
SOL_INLINE void add_all(Writer& to, const Numbers& in) {
    const auto a = static_cast<T>(in.a), b = static_cast<T>(in.b);
    add(to, checked_add(a, b));
    add(to, checked_sub(a, b));
    add(to, checked_mul(a, b));
    add(to, checked_div(a, b));
    add(to, checked_rem(a, b));
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(in, arguments.read<Numbers>());
    uint8_t room[1024];
    Writer to(room);
    add_all<uint64_t>(to, in);
    add_all<int64_t>(to, in);
    add_all<uint32_t>(to, in);
    add_all<int32_t>(to, in);
    add_all<uint8_t>(to, in);
    add_all<int8_t>(to, in);
    add(to, mul_div(in.a, in.b, in.c));
    add(to, mul_div_up(in.a, in.b, in.c));
    add(to, checked_cast<int32_t>(in.a));
    add(to, checked_cast<int64_t>(in.a));
    add(to, checked_cast<uint32_t>(static_cast<int64_t>(in.a)));
    set_return_data(to.written());
    return {};
}

}  // namespace

SOL_ENTRYPOINT(process, 0);
