// orrery.ini is written by hand: every text yields settings that exist or one complaint that names
// its line and can be shown; what the settings' values are worth is decided without a crash, too.
#include <algorithm>
#include <cstdlib>

#include "devnet/node/settings.hpp"
#include "sdk/types/bytes.hpp"

namespace {

using namespace orrery::node;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_complaint(const NodeError& error) {
    require(error.exit_code == ExitCode::usage);
    require(error.message.starts_with("orrery.ini:"));
    require(error.message.size() < 1000);
    require(std::none_of(error.message.begin(), error.message.end(),
                         [](char c) { return c >= 0 && c < 0x20; }));
}

// These look for a key file where an address is expected.
bool reads_files(const Given& given) {
    return given.name == "bpf-program" || given.name == "upgradeable-program";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto settings = parse_ini(orrery::as_text({data, size}), "orrery.ini");
    if (!settings) {
        check_complaint(settings.error());
        return 0;
    }
    for (const auto& given : *settings) require(find_setting(given.name) != nullptr);
    std::erase_if(*settings, reads_files);
    const auto launch = resolve({.flags = {}, .environment = {}, .file = std::move(*settings)});
    if (!launch) check_complaint(launch.error());
    return 0;
}
