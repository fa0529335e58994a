#include "devnet/svm/programs/builtins.hpp"

#include <array>

#include "devnet/svm/programs/address_lookup_table.hpp"
#include "devnet/svm/programs/compute_budget.hpp"
#include "devnet/svm/programs/hooks.hpp"
#include "devnet/svm/programs/legacy_loaders.hpp"
#include "devnet/svm/programs/loader_v3.hpp"
#include "devnet/svm/programs/system.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {
namespace {

constexpr std::array builtins = {
    invoke::Builtin{ids::system, "solana_system_program", 150, process_system},
    invoke::Builtin{ids::compute_budget, "compute_budget_program", 150, process_compute_budget},
    invoke::Builtin{ids::address_lookup_table, "address_lookup_table_program", 750,
                    process_address_lookup_table},
    invoke::Builtin{ids::loader_v1, "solana_bpf_loader_program", 1140, process_loader_v1},
    invoke::Builtin{ids::loader_v2, "solana_bpf_loader_program", 570, process_loader_v2},
    invoke::Builtin{ids::loader_v3, "solana_bpf_loader_upgradeable_program", 2370,
                    process_loader_v3},
    invoke::Builtin{ids::hooks, "hooks_program", 10'000, process_hooks},
};

}  // namespace

invoke::BuiltinTable solana_builtins() { return builtins; }

}  // namespace orrery::programs
