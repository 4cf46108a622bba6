#include "web/assets.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace web {

const Asset* asset_at(std::string_view file) noexcept {
  const auto all = assets();
  const auto found = std::ranges::find(all, file, &Asset::file);
  return found == all.end() ? nullptr : &*found;
}

const Asset* asset_named(std::string_view name) noexcept {
  const auto all = assets();
  const auto found = std::ranges::find(all, name, &Asset::name);
  return found == all.end() ? nullptr : &*found;
}

std::string_view asset_address(std::string_view name) noexcept {
  const Asset* const asset = asset_named(name);
  check(asset != nullptr);
  return asset->address;
}

}  // namespace web
