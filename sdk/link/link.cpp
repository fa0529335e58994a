#include "sdk/link/link.hpp"

#include "sdk/link/emit.hpp"
#include "sdk/link/instructions.hpp"
#include "sdk/link/object.hpp"
#include "sdk/types/check.hpp"

namespace orrery::link {
namespace {

Result<Inputs, LinkErrors> read_objects(std::span<const ObjectFile> objects) {
    Inputs inputs;
    LinkErrors errors;
    for (const auto& object : objects) {
        inputs.libraries.push_back(object.library);
        if (auto read = read_object(object.name, object.bytes, inputs); !read) {
            errors.push_back(std::move(read.error()));
        }
    }
    if (!errors.empty()) return fail(std::move(errors));
    return inputs;
}

/// A Result with one error as one with a list.
template <class T>
Result<T, LinkErrors> listed(Result<T, LinkError> result) {
    if (!result) return fail(LinkErrors{std::move(result.error())});
    return std::move(*result);
}

Result<void, LinkErrors> none(LinkErrors& errors) {
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

Result<Linked, LinkErrors> finish(const LinkParams& params, const LayoutParams& parts,
                                  const Layout& layout, const Image& image) {
    DebugParts debug{placed_functions(parts.inputs, layout), {}};
    Linked out;
    out.so = write_program(image);
    if (params.debug) {
        TRY(debug.sections, listed(relocate_debug(parts, layout)));
        out.debug = write_debug(image, debug);
    }
    out.text_offset = image.geometry.text_offset;
    out.text_size = image.text.size();
    out.rodata_size = image.rodata.size();
    for (const auto& each : debug.functions) {
        out.functions.push_back({std::string(each.name), each.offset, each.size});
    }
    out.syscalls.assign(image.syscalls.begin(), image.syscalls.end());
    return out;
}

}  // namespace

Result<Linked, LinkErrors> link(const LinkParams& params) {
    const bool supported =
        params.version == sbpf::SbpfVersion::v0 || params.version == sbpf::SbpfVersion::v3;
    ORRERY_CHECK(supported);
    TRY(const auto inputs, read_objects(params.objects));
    LinkErrors errors;
    const auto resolution = Resolution::of(inputs, errors);
    CHECK_OK(none(errors));
    TRY(const auto* const entry, listed(find_entry(inputs, resolution, params.entry)));
    const auto live = mark_live(inputs, resolution, *entry);
    check_data(inputs, resolution, live, errors);
    check_instructions(inputs, live, params.version, errors);
    CHECK_OK(none(errors));
    const auto reserved = reserved_keys();
    const LayoutParams parts{inputs, resolution, live, *entry, params.version, reserved};
    TRY(const auto layout, listed(lay_out(parts)));
    const auto image = build_image(parts, layout, errors);
    CHECK_OK(none(errors));
    return finish(params, parts, layout, image);
}

}  // namespace orrery::link
