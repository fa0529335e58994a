#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sdk/json/writer.hpp"

namespace orrery::json {

/// The members of an object whose names aren't all known beforehand: put in any order, written
/// sorted. Names must outlive it.
class Fields {
  public:
    template <class T>
    Fields& put(std::string_view name, const T& value) {
        Writer out;
        out.value(value);
        return put_raw(name, out.take());
    }
    /// A value that is already JSON.
    Fields& put_raw(std::string_view name, std::string json) {
        members_.emplace_back(name, std::move(json));
        return *this;
    }

    void write(Writer& out) const {
        auto sorted = members_;
        std::ranges::sort(sorted, {}, [](const auto& member) { return member.first; });
        out.begin_object();
        for (const auto& [name, json] : sorted) out.key(name).raw(json);
        out.end_object();
    }

  private:
    std::vector<std::pair<std::string_view, std::string>> members_;
};

}  // namespace orrery::json
