// What a file seems to be, before it is imported: format, encoding, and for a spreadsheet what its
// columns hold, with some of its rows. Nothing is written. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.hpp"

namespace formats {

// How much of a file is looked at.
inline constexpr std::size_t analysis_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t analysis_rows_max = 20;
inline constexpr std::size_t analysis_cell_code_points_max = 200;
inline constexpr std::size_t analysis_columns_max = 500;

enum class Certainty : std::uint8_t { none, middling, high };

struct ColumnGuess {
  std::string column;                // its heading
  std::optional<std::string> field;  // as a map of columns takes it; nullopt: ignored, or not known
  Certainty certainty = Certainty::none;
};

struct Analysis {
  std::optional<Format> format;
  std::string encoding;   // a name of charset.hpp
  char separator = '\0';  // of cells; '\0': no spreadsheet
  CsvProfile profile = CsvProfile::none;
  std::vector<std::string> header;  // of a spreadsheet
  std::vector<ColumnGuess> columns;
  // Rows of a spreadsheet; of another format title, author and year of its first books.
  std::vector<std::vector<std::string>> sample;
  std::uint64_t records = 0;  // in the whole file, about
  std::vector<catalog::Wording> warnings;
};

struct AnalysisOptions {
  int current_year = 0;
  std::string_view file_name{};
  // The size of the whole file; 0: it is what was given.
  std::uint64_t file_bytes = 0;
  std::optional<Format> format{};
  Encoding encoding = Encoding::automatic;
  CsvProfile profile = CsvProfile::automatic;
  char separator = '\0';
  ColumnRules columns{};
};

// Reads no more than analysis_bytes_max.
Analysis analyse(std::string_view first_bytes, const AnalysisOptions& options);

// {"formato":…,"codificacao":…,"separador":…,"aspas":…,"perfil":…,"cabecalho":[…],"sugestao":[…],
// "amostra":[[…]],"registros_estimados":…,"avisos":[…]}
std::string to_json(const Analysis& analysis, catalog::Language language);

}  // namespace formats
