#include <sodium.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "devnet/svm/syscalls/curve25519.hpp"
#include "sdk/codec/hex.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;
using syscalls::CurvePoint;
using syscalls::CurveScalar;

namespace {

constexpr auto heap = Machine::heap;
constexpr auto left = heap;
constexpr auto right = heap + 32;
constexpr auto bad = heap + 64;
constexpr auto scalar = heap + 96;
constexpr auto result = heap + 200;

enum : std::uint64_t { edwards, ristretto };
enum : std::uint64_t { add, subtract, multiply };

Bytes bytes(std::string_view hex) { return codec::hex_decode(hex).value(); }

// Vectors of upstream's unit tests (agave: syscalls/src/lib.rs).
const Bytes a_scalar = bytes("fec6178a43f3b86eec73eccdcdd74f722dfa4e89036b88ed317e75df25bf5806");
const Bytes no_point = bytes("788c98e929e3cb1b577319fbdb0554947526543c5790a1922a225b9b9ebd794f");

struct GroupVector {
    std::uint64_t curve;
    Bytes valid, left, right, sum, difference, product;
    std::array<std::uint64_t, 4> costs;  ///< validate, add, subtract, multiply
};

const std::vector<GroupVector> group_vectors = {
    {edwards,
     bytes("c9b3f17ab4b9ef32b734dd0099c32b121626bbceb3c0d23a352d966259119e0b"),
     bytes("217c47aa754597f73b0c5f7d85a64005021b5a1bc8a73ba4343634c81d0d22d5"),
     bytes("46de89ddfdcc47334e087c0143c866e17ae46fb7810e83d2d45f6df6370a9f5b"),
     bytes("07fbbb56bae839f2c1ec31c85a1dfe522e505346f499179c028acf33a526c855"),
     bytes("3c575a44e81907acf7789e68347f5ef4054ffd0f304552869b46bc516c5fd409"),
     bytes("409628375031d9d169e5b541f144026adcead3479f4c9c72f244931ff3d3bf7c"),
     {159, 473, 475, 2177}},
    {ristretto,
     bytes("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"),
     bytes("d0a57dcc0264da11aac21709669c8688d9be6222b7c2e4995c0b6c671c39580f"),
     bytes("d0f148a3493520ae36c2470846b5f4c75d9363e7a27f192827138c8470d4916c"),
     bytes("4ead09f1b4e01f6bb0d290f0764946bf80778d717dd7a14731b05726b4b1274e"),
     bytes("9648de3d944f608297b01dd9e7d300d74c56d4926e801897bb906ce9ddd09d34"),
     bytes("04102e023597c9857595e8a4776d881499187c15657c501377644d6c41bbe405"),
     {169, 521, 519, 2208}},
};

struct MultiscalarVector {
    std::uint64_t curve;
    Bytes x, y, product, identity;
    std::uint64_t base_cost, point_cost;
};

const std::vector<MultiscalarVector> multiscalar_vectors = {
    {edwards, bytes("fc1fe62ead5f90949e9d3f0a08443ab08ec0a8353d69c2a62b38f6ec1c927285"),
     bytes("0a6f08ec61bd7c4559b0de27c7fd6f0bf8ba805a7880f8d2e8b75d686f9607f1"),
     bytes("1eaea822a0463fa6ec124a90b9ded0f30536dfacb94bf41a4612f82ecfb8eb3c"),
     bytes("0100000000000000000000000000000000000000000000000000000000000000"), 2273, 758},
    {ristretto, bytes("8223611912c721ef558f776f3133e028a7b9f0b319c2d5290e9b6812b5c50f70"),
     bytes("989c9bc598e85ccedb9fc18679808b2438bf338f48cc574c6e7c6560ee9e2a6c"),
     bytes("4e78566f984092540eec4d93edbefbf188a7155e54765c8c78511ef6ad8cc356"), Bytes(32), 2303,
     788},
};

// A point of order 8 (libsodium's list of small-order points).
const Bytes order_8 = bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
const Bytes group_order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

template <class Out = CurvePoint>
Out fixed(const Bytes& from) {
    Out out;
    std::ranges::copy(from, out.begin());
    return out;
}

// k * p by nothing but addition.
CurvePoint add_up(const CurveScalar& k, const CurvePoint& p) {
    CurvePoint out = syscalls::edwards.identity;
    for (int bit = 255; bit >= 0; --bit) {
        const auto at = static_cast<std::size_t>(bit);
        crypto_core_ed25519_add(out.data(), out.data(), out.data());
        if (k[at / 8] >> (at % 8) & 1) crypto_core_ed25519_add(out.data(), out.data(), p.data());
    }
    return out;
}

}  // namespace

TEST_CASE("curve syscalls agree with upstream's vectors and costs") {
    for (const GroupVector& v : group_vectors) {
        CAPTURE(v.curve);
        Machine m;
        m.put(left, v.left);
        m.put(right, v.right);
        m.put(bad, no_point);
        m.put(scalar, a_scalar);
        m.put(heap + 160, v.valid);
        CHECK(m.call("sol_curve_validate_point", {v.curve, heap + 160}) == returns(0, v.costs[0]));
        CHECK(m.call("sol_curve_validate_point", {v.curve, bad}) == returns(1, v.costs[0]));

        const auto operate = [&](std::uint64_t op, std::uint64_t l, std::uint64_t r) {
            return m.call("sol_curve_group_op", {v.curve, op, l, r, result});
        };
        CHECK(operate(add, left, right) == returns(0, v.costs[1]));
        CHECK(m.get(result, 32) == v.sum);
        CHECK(operate(subtract, left, right) == returns(0, v.costs[2]));
        CHECK(m.get(result, 32) == v.difference);
        CHECK(operate(multiply, scalar, right) == returns(0, v.costs[3]));
        CHECK(m.get(result, 32) == v.product);
        for (const auto op : {add, subtract}) {
            CHECK(operate(op, bad, right) == returns(1, v.costs[op + 1]));
            CHECK(operate(op, left, bad) == returns(1, v.costs[op + 1]));
        }
        CHECK(operate(multiply, scalar, bad) == returns(1, v.costs[3]));
    }
}

TEST_CASE("multiscalar multiplication agrees with upstream's vectors and costs") {
    for (const MultiscalarVector& v : multiscalar_vectors) {
        CAPTURE(v.curve);
        Machine m;
        m.put(heap, a_scalar);
        m.put(heap + 32, a_scalar);
        m.put(heap + 64, v.x);
        m.put(heap + 96, v.y);
        const auto run = [&](std::uint64_t count) {
            return m.call("sol_curve_multiscalar_mul", {v.curve, heap, heap + 64, count, result});
        };
        CHECK(run(2) == returns(0, v.base_cost + v.point_cost));
        CHECK(m.get(result, 32) == v.product);
        CHECK(run(0) == returns(0, v.base_cost));
        CHECK(m.get(result, 32) == v.identity);
        m.put(heap + 32, group_order);
        CHECK(run(2) == returns(1, v.base_cost + v.point_cost));
        CHECK(run(1) == returns(0, v.base_cost));
        m.put(heap + 64, no_point);
        CHECK(run(1) == returns(1, v.base_cost));
        CHECK(run(512).units == v.base_cost + 511 * v.point_cost);
        CHECK(run(513) == aborts("InvalidLength", 0));
    }
}

TEST_CASE("curve syscalls abort on an unknown curve or operation, for nothing") {
    Machine m;
    for (const std::uint64_t curve : {2ull, 3ull, 1ull << 32}) {
        CHECK(m.call("sol_curve_validate_point", {curve, 0}) == aborts("InvalidAttribute", 0));
        CHECK(m.call("sol_curve_group_op", {curve, 0}) == aborts("InvalidAttribute", 0));
        CHECK(m.call("sol_curve_multiscalar_mul", {curve, 0, 0, 1}) ==
              aborts("InvalidAttribute", 0));
    }
    CHECK(m.call("sol_curve_group_op", {edwards, 3}) == aborts("InvalidAttribute", 0));
    CHECK(m.call("sol_curve_group_op", {ristretto, UINT64_MAX}) == aborts("InvalidAttribute", 0));
}

TEST_CASE("curve syscalls look up the left, the right, and the result only for a success") {
    const GroupVector& v = group_vectors[0];
    Machine m;
    m.put(left, v.left);
    m.put(bad, no_point);
    const auto operate = [&](std::uint64_t l, std::uint64_t r) {
        return m.call("sol_curve_group_op", {edwards, add, l, r, 0});
    };
    CHECK(operate(8, 16) ==
          aborts("Access violation reading 32 bytes at address 0x8 (in unallocated region)", 473));
    CHECK(operate(left, 16) ==
          aborts("Access violation reading 32 bytes at address 0x10 (in unallocated region)", 473));
    CHECK(operate(left, bad) == returns(1, 473));
    CHECK(operate(left, left) ==
          aborts("Access violation writing 32 bytes at address 0x0 (in unallocated region)", 473));
    CHECK(m.call("sol_curve_validate_point", {edwards, 8}) ==
          aborts("Access violation reading 32 bytes at address 0x8 (in unallocated region)", 159));
}

TEST_CASE("edwards multiplication is right for points of every order") {
    std::mt19937 random(11);
    const CurvePoint torsion = fixed(order_8);
    CurvePoint shift = syscalls::edwards.identity;
    for (int order = 0; order < 8; ++order) {
        for (int round = 0; round < 6; ++round) {
            CurveScalar k{}, s{};
            const std::size_t digits = round == 0 ? 1 : 31;
            for (std::size_t i = 0; i < digits; ++i) k[i] = static_cast<std::uint8_t>(random());
            for (std::size_t i = 0; i < 31; ++i) s[i] = static_cast<std::uint8_t>(random());
            CurvePoint p;
            crypto_scalarmult_ed25519_base_noclamp(p.data(), s.data());
            crypto_core_ed25519_add(p.data(), p.data(), shift.data());
            CAPTURE(order, round);
            CHECK(syscalls::edwards.multiply(k, p) == add_up(k, p));
            CHECK(syscalls::edwards.multiply(k, shift) == add_up(k, shift));
            CHECK(syscalls::edwards.multiply({}, p) == syscalls::edwards.identity);
        }
        crypto_core_ed25519_add(shift.data(), shift.data(), torsion.data());
    }
    CHECK(shift == syscalls::edwards.identity);
}

TEST_CASE("edwards arithmetic on a point of order 8 gives LiteSVM's results") {
    const CurvePoint torsion = fixed(order_8);
    CHECK(syscalls::edwards.multiply({5}, torsion) ==
          fixed(bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")));
    CHECK(syscalls::edwards.add(fixed(group_vectors[0].left), torsion) ==
          fixed(bytes("89ba2bf3cbe4881e0269f92f27edd626f08b0ef8e4bd7d7ebe9f0c083321aa2d")));
}

TEST_CASE("points count modulo p, scalars must be below the group's order") {
    // y = p + 1 means 1, the identity.
    const auto identity =
        fixed(bytes("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));
    const CurvePoint p = fixed(group_vectors[0].left);
    CHECK(syscalls::edwards.is_valid(identity));
    CHECK(syscalls::edwards.add(p, identity) == p);
    CHECK(syscalls::edwards.multiply(fixed(a_scalar), identity) == syscalls::edwards.identity);
    CHECK_FALSE(syscalls::ristretto.is_valid(identity));

    for (const auto& v : group_vectors) {
        const auto& group = v.curve == edwards ? syscalls::edwards : syscalls::ristretto;
        auto k = fixed(group_order);
        CHECK_FALSE(group.multiply(k, fixed(v.left)));
        --k[0];
        CHECK(group.multiply(k, fixed(v.left)));
        k = {};
        CHECK(group.multiply(k, fixed(v.left)) == group.identity);
        k[31] = 0x20;
        CHECK_FALSE(group.multiply(k, fixed(v.left)));
    }
}
