#pragma once

#include <sol/borsh.hpp>
#include <sol/discriminator.hpp>
#include <sol/log.hpp>

namespace sol {

/// Logs an event for clients: its discriminator and its fields as borsh, in "Program data: ...",
/// the form that Anchor's clients read. An event is
/// `struct Incremented { static constexpr uint64_t discriminator = ...; uint64_t count;
/// SOL_FIELDS(count) };`. Its fields must have a largest size. 100 CU and a CU per byte.
template <Discriminated Event>
SOL_INLINE void emit(const Event& event) {
    uint8_t room[8 + Borsh<Event>::max_size];
    store<uint64_t>(room, Event::discriminator);
    Writer fields(MutBytes(room + 8, sizeof room - 8));
    (void)fields.write(event).code();  // there is room for the largest
    const SolBytes line = {room, 8 + fields.written().size()};
    sol_log_data(&line, 1);
}

}  // namespace sol
