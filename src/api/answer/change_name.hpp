// What a change is called on the wire, in histories and in the list of changes. Pure function, any
// thread.
#pragma once

#include <string_view>

#include "store/store.hpp"

namespace api {

constexpr std::string_view wire_name(store::Change change) noexcept {
  switch (change) {
    case store::Change::created:
      return "criado";
    case store::Change::changed:
      return "alterado";
    case store::Change::deleted:
      return "excluido";
    case store::Change::restored:
      return "restaurado";
  }
  return {};
}

}  // namespace api
