// What an import has to say: of the first records that were refused, and of the first values that
// could not be read, where they stand and why; and a tally of all. In the language of the command
// line. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "catalog/problem.hpp"
#include "formats/format.hpp"

namespace app {

class Rejects {
 public:
  static constexpr std::size_t listed_max = 1000;
  static constexpr std::size_t warnings_listed_max = 100;

  struct Where {
    std::uint64_t record;  // 0: the header of a CSV file
    std::uint64_t line;    // 0: the format has no lines
  };
  // `written`: one for each error, or none.
  void add(Where where, const catalog::Problem& problem,
           const std::vector<formats::Written>& written = {});
  void warn(Where where, const formats::Written& warning);

  std::uint64_t count() const noexcept { return count_; }
  // "linha 18, ISBN “123”: …" for the first listed_max.
  const std::vector<std::string>& lines() const noexcept { return lines_; }
  // "isbn-invalido /isbn" -> how often, over all records.
  const std::map<std::string, std::uint64_t>& reasons() const noexcept { return reasons_; }

  std::uint64_t warning_count() const noexcept { return warning_count_; }
  // "linha 4, Ano “s.d.”: não é um ano" for the first warnings_listed_max.
  const std::vector<std::string>& warnings() const noexcept { return warnings_; }
  // "Ano: não é um ano" -> how often.
  const std::map<std::string, std::uint64_t>& warning_reasons() const noexcept {
    return warning_reasons_;
  }

 private:
  std::uint64_t count_ = 0;
  std::vector<std::string> lines_;
  std::map<std::string, std::uint64_t> reasons_;
  std::uint64_t warning_count_ = 0;
  std::vector<std::string> warnings_;
  std::map<std::string, std::uint64_t> warning_reasons_;
};

}  // namespace app
