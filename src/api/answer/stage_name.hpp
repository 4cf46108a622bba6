// How `X-Busca` says in what way the books of a search were found (contract section 4).
// A function of its argument alone; any thread.
#pragma once

#include <string_view>

#include "search/query/reads.hpp"

namespace api {

constexpr std::string_view wire_name(search::SearchStage stage) noexcept {
  switch (stage) {
    case search::SearchStage::exact:
      return "exata";
    case search::SearchStage::family:
      return "familia";
    case search::SearchStage::approximate:
      return "aproximada";
  }
  return {};
}

}  // namespace api
