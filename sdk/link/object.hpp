#pragma once

#include "sdk/link/error.hpp"
#include "sdk/link/inputs.hpp"
#include "sdk/types/result.hpp"

namespace orrery::link {

/// Adds a relocatable object for BPF to `inputs`, which borrow its bytes. Everything that a length,
/// an offset or an index of the file points at is checked here; the sections together hold no more
/// bytes than the file, so work on them is bounded by its size. After an error `inputs` are of no
/// further use.
Result<void, LinkError> read_object(std::string_view name, ByteSpan bytes, Inputs& inputs);

}  // namespace orrery::link
