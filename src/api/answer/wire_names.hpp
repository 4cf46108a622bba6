// The names of changes and search stages on the wire (openapi.yaml). Pure functions of their
// argument; any thread.
#pragma once

#include <string_view>

#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace api {

// In histories and in the list of changes.
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

// In `X-Busca`: in what way the books of a search were found.
constexpr std::string_view wire_name(search::SearchStage stage) noexcept {
  switch (stage) {
    case search::SearchStage::exact:
      return "exata";
    case search::SearchStage::family:
      return "familia";
    case search::SearchStage::partial:
      return "parcial";
    case search::SearchStage::approximate:
      return "aproximada";
  }
  return {};
}

}  // namespace api
