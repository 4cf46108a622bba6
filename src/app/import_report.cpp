#include "app/import_report.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string_view>

#include "app/catalogue.hpp"
#include "app/language.hpp"

namespace app {
namespace {

std::string joined(const std::vector<std::string>& words) {
  constexpr std::size_t words_max = 30;
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), words_max); ++i) {
    text.append(text.empty() ? "" : ", ").append(words[i]);
  }
  return words.size() > words_max ? text + ", …" : text;
}

std::string place_of(const formats::FileFailure& failure) {
  if (failure.line == 0) {
    return {};
  }
  std::string place = say({"linha ", "line "}) + std::to_string(failure.line);
  if (failure.column > 0) {
    place += say({", coluna ", ", column "}) + std::to_string(failure.column);
  }
  return place + ": ";
}

void report_tally(const std::string& word, const std::map<std::string, std::uint64_t>& tally) {
  for (const auto& [reason, times] : tally) {
    print_line(word + reason + ": " + std::to_string(times));
  }
}

}  // namespace

// A value out of a file may hold bytes that end a text or command a terminal.
void print_line(const std::string& line) {
  std::string plain;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    plain += is_control ? std::string_view("\uFFFD") : std::string_view(&c, 1);
  }
  plain += '\n';
  std::fwrite(plain.data(), 1, plain.size(), stderr);
}

void report_file(const formats::Remarks& remarks, HeaderFate header) {
  if (header == HeaderFate::refused) {
    print_line(say({"as colunas do arquivo: ", "the file's columns: "}) + joined(remarks.headings));
    print_line(
        say({"diga o que há em cada uma: --columns 'Coluna=campo'; os campos: import --help",
             "say what each of them holds: --columns 'Heading=field'; the fields: import --help"}));
    return;
  }
  if (remarks.failed) {
    const formats::FileFailure& failure = *remarks.failed;
    print_line(say({"o arquivo não pôde ser lido até o fim: ",
                    "the file could not be read to its end: "}) +
               place_of(failure) + say(failure.why) + " (" + std::string(failure.code) + ")");
  }
  if (!remarks.extra_columns.empty()) {
    print_line(say({"colunas guardadas em extra: ", "columns kept in extra: "}) +
               joined(remarks.extra_columns));
  }
  if (remarks.header_line > 1) {
    print_line(say({"o cabeçalho está na linha ", "the header is on line "}) +
               std::to_string(remarks.header_line));
  }
  for (const auto& [line, why] : remarks.skipped) {
    print_line(say({"linha ", "line "}) + std::to_string(line) + ": " + say(why));
  }
}

void report_records(const Rejects& rejects) {
  for (const std::string& line : rejects.warnings()) {
    print_line(line);
  }
  if (rejects.warning_count() > rejects.warnings().size()) {
    report_tally(say({"aviso: ", "warning: "}), rejects.warning_reasons());
  }
  for (const std::string& line : rejects.lines()) {
    print_line(line);
  }
  report_tally(say({"motivo: ", "reason: "}), rejects.reasons());
}

void report_counts(const ImportConfig& config, const ImportCounts& counts) {
  std::string line;
  const auto add = [&line](const catalog::Wording& word, std::uint64_t count) {
    line += (line.empty() ? "" : "; ") + say(word) + ": " + std::to_string(count);
  };
  add({"importados", "imported"}, counts.created);
  if (config.if_known == store::IfKnown::update) {
    add({"atualizados", "updated"}, counts.updated);
  }
  if (config.if_known != store::IfKnown::create) {
    add({"já no catálogo", "in the catalogue"}, counts.known);
  }
  add({"recusados", "rejected"}, counts.refused);
  line += config.effect == store::LoadEffect::tried
              ? say({" (simulação: nada foi gravado em ", " (dry run: nothing was kept in "})
              : say({" (em ", " (in "});
  std::printf("%s%s)\n", line.c_str(), shown(config.database).c_str());
}

}  // namespace app
