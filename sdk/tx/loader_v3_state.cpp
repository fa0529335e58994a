#include "sdk/tx/loader_v3_state.hpp"

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"

namespace orrery::tx {
namespace {

std::optional<Pubkey> read_authority(codec::ByteReader& in) {
    if (!in.boolean()) return std::nullopt;
    return in.key();
}

void put_authority(codec::ByteWriter& out, const std::optional<Pubkey>& authority) {
    out.boolean(authority.has_value());
    if (authority) out.key(*authority);
}

struct Body {
    codec::ByteWriter& out;

    void operator()(const LoaderUninitialized&) const {}
    void operator()(const LoaderBuffer& s) const { put_authority(out, s.authority); }
    void operator()(const LoaderProgram& s) const { out.key(s.programdata); }
    void operator()(const LoaderProgramData& s) const {
        out.u64(s.slot);
        put_authority(out, s.authority);
    }
};

LoaderState read_body(std::uint32_t tag, codec::ByteReader& in) {
    switch (tag) {
        case 1:
            return LoaderBuffer{read_authority(in)};
        case 2:
            return LoaderProgram{in.key()};
        case 3:
            return LoaderProgramData{in.u64(), read_authority(in)};
        default:
            return LoaderUninitialized{};
    }
}

}  // namespace

std::optional<LoaderState> decode_loader_state(ByteSpan bytes) {
    codec::ByteReader in(bytes);
    const auto tag = in.u32();
    if (in.failed() || tag >= std::variant_size_v<LoaderState>) return std::nullopt;
    auto state = read_body(tag, in);
    if (in.failed()) return std::nullopt;
    return state;
}

Bytes encode(const LoaderState& state) {
    codec::ByteWriter out;
    out.u32(static_cast<std::uint32_t>(state.index()));
    std::visit(Body{out}, state);
    return out.take();
}

}  // namespace orrery::tx
