// What an import refused: each of the first records by number with its reasons, and a tally of the
// reasons of all. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "catalog/problem.hpp"

namespace app {

class Rejects {
 public:
  static constexpr std::size_t listed_max = 1000;

  struct Where {
    std::uint64_t record;
    std::uint64_t line;  // 0: the format has no lines
  };
  void add(Where where, const catalog::Problem& problem);

  std::uint64_t count() const noexcept { return count_; }
  // "registro 17 (linha 18): /isbn: …" for the first listed_max.
  const std::vector<std::string>& lines() const noexcept { return lines_; }
  // "isbn-invalido /isbn" -> how often, over all records.
  const std::map<std::string, std::uint64_t>& reasons() const noexcept { return reasons_; }

 private:
  std::uint64_t count_ = 0;
  std::vector<std::string> lines_;
  std::map<std::string, std::uint64_t> reasons_;
};

}  // namespace app
