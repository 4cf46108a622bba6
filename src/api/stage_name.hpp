// How `X-Busca` says in what way the books of a search were found (contract section 4).
// A function of its argument alone; any thread.
#pragma once

#include <string_view>

#include "store/search_reads.hpp"

namespace api {

constexpr std::string_view wire_name(store::SearchStage stage) noexcept {
  switch (stage) {
    case store::SearchStage::exact:
      return "exata";
    case store::SearchStage::family:
      return "familia";
    case store::SearchStage::approximate:
      return "aproximada";
  }
  return {};
}

}  // namespace api
