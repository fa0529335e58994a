#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace orrery::syscalls {

using CurvePoint = std::array<std::uint8_t, 32>;   ///< compressed
using CurveScalar = std::array<std::uint8_t, 32>;  ///< little-endian

/// Arithmetic of one group over curve25519, as curve25519-dalek decides it. Nothing where a point
/// doesn't decode or a scalar isn't below the group order. Pure.
struct CurveGroup {
    CurvePoint identity;
    bool (*is_valid)(const CurvePoint&);
    std::optional<CurvePoint> (*add)(const CurvePoint&, const CurvePoint&);
    std::optional<CurvePoint> (*subtract)(const CurvePoint&, const CurvePoint&);
    std::optional<CurvePoint> (*multiply)(const CurveScalar&, const CurvePoint&);
};

/// All of edwards25519, points of small and mixed order and non-canonical encodings included.
extern const CurveGroup edwards;
extern const CurveGroup ristretto;

}  // namespace orrery::syscalls
