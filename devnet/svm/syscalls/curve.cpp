#include <algorithm>

#include "devnet/svm/syscalls/curve25519.hpp"
#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

constexpr uint64_t max_points = 512;
constexpr std::size_t point_size = 32;

// Ids 0 and 1. Those of BLS12-381 (4 to 6, 0x84 to 0x86) fail like unknown ones, as upstream while
// its gate is off.
struct Curve {
    const CurveGroup& group;
    const invoke::CurveCosts& costs;
};

Fallible<Curve> find_curve(Call& call, uint64_t id) {
    if (id == 0) return Curve{edwards, call.costs().edwards};
    if (id == 1) return Curve{ristretto, call.costs().ristretto};
    return fail(abort_with("InvalidAttribute"));
}

CurvePoint element(ByteSpan raw, std::size_t i = 0) {
    CurvePoint out;
    std::ranges::copy(raw.subspan(i * point_size, point_size), out.begin());
    return out;
}

Answer write_point(Call& call, const std::optional<CurvePoint>& point, uint64_t result) {
    if (!point) return 1;
    TRY(const MutByteSpan out, call.output({result, point_size}));
    std::ranges::copy(*point, out.begin());
    return success;
}

struct GroupOp {
    uint64_t invoke::CurveCosts::* cost;
    std::optional<CurvePoint> (*CurveGroup::*apply)(const CurvePoint&, const CurvePoint&);
};

// By operation id. Multiplication takes its scalar from the left.
constexpr GroupOp group_ops[] = {
    {&invoke::CurveCosts::add, &CurveGroup::add},
    {&invoke::CurveCosts::subtract, &CurveGroup::subtract},
    {&invoke::CurveCosts::multiply, &CurveGroup::multiply},
};

std::optional<CurvePoint> multiply_and_sum(const CurveGroup& group, ByteSpan scalars,
                                           ByteSpan points) {
    std::optional<CurvePoint> total = group.identity;
    for (std::size_t i = 0; total && i < points.size() / point_size; ++i) {
        const auto product = group.multiply(element(scalars, i), element(points, i));
        total = product ? group.add(*total, *product) : std::nullopt;
    }
    return total;
}

}  // namespace

Answer sol_curve_validate_point(Call& call, uint64_t curve, uint64_t point) {
    TRY(const Curve found, find_curve(call, curve));
    CHECK_OK(call.consume(found.costs.validate_point));
    TRY(const ByteSpan raw, call.bytes(point, point_size));
    return found.group.is_valid(element(raw)) ? 0 : 1;
}

Answer sol_curve_group_op(Call& call, uint64_t curve, uint64_t operation, uint64_t left,
                          uint64_t right, uint64_t result) {
    TRY(const Curve found, find_curve(call, curve));
    if (operation >= std::size(group_ops)) return fail(abort_with("InvalidAttribute"));
    const GroupOp& op = group_ops[operation];
    CHECK_OK(call.consume(found.costs.*op.cost));
    TRY(const ByteSpan l, call.bytes(left, point_size));
    TRY(const ByteSpan r, call.bytes(right, point_size));
    return write_point(call, (found.group.*op.apply)(element(l), element(r)), result);
}

Answer sol_curve_multiscalar_mul(Call& call, uint64_t curve, uint64_t scalars, uint64_t points,
                                 uint64_t count, uint64_t result) {
    if (count > max_points) return fail(abort_with("InvalidLength"));
    TRY(const Curve found, find_curve(call, curve));
    const uint64_t further = count > 0 ? count - 1 : 0;
    CHECK_OK(call.consume(found.costs.multiscalar_base +
                          further * found.costs.multiscalar_per_further_point));
    TRY(const ByteSpan k, call.bytes(scalars, count * point_size));
    TRY(const ByteSpan p, call.bytes(points, count * point_size));
    return write_point(call, multiply_and_sum(found.group, k, p), result);
}

}  // namespace orrery::syscalls
