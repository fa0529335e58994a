#pragma once

/// All that a program needs, except the heap (sol/heap.hpp).

#include <sol/account.hpp>
#include <sol/borsh.hpp>
#include <sol/cpi.hpp>
#include <sol/entrypoint.hpp>
#include <sol/event.hpp>
#include <sol/hash.hpp>
#include <sol/log.hpp>
#include <sol/math.hpp>
#include <sol/msg_ctx.hpp>
#include <sol/pda.hpp>
#include <sol/require.hpp>
#include <sol/runtime.hpp>
#include <sol/system.hpp>
#include <sol/sysvar.hpp>
#include <sol/token.hpp>
