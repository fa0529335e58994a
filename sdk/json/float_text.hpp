#pragma once

#include <string>

namespace orrery::json {

/// A finite double as serde_json writes it: the shortest digits that read back, "1.0", "0.00001",
/// "1e16", "1.5e-7".
std::string float_text(double value);

/// A double as Rust's Display writes it: the same digits, never an exponent: "1", "0.1", "inf".
std::string float_display(double value);

/// A double with exactly `decimals` places as Rust's {:.*} writes it, then without trailing zeros.
std::string float_trimmed(double value, unsigned decimals);

}  // namespace orrery::json
