#include "app/import_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/database_options.hpp"
#include "app/identity_options.hpp"
#include "app/language.hpp"
#include "app/option_words.hpp"
#include "base/text.hpp"
#include "formats/csv_columns.hpp"

namespace app {
namespace {

// In place of CLI::IsMember, whose messages are English.
std::string refuse_other_than(const std::vector<std::string>& words, const std::string& given) {
  const bool is_one = std::find(words.begin(), words.end(), given) != words.end();
  return is_one ? "" : given + say({": um destes: ", ": one of "}) + CLI::detail::join(words, "|");
}

// The names of the formats for which `has` holds.
template <class Has>
std::vector<std::string> format_names(Has has) {
  std::vector<std::string> names;
  for (const formats::FormatInfo& row : formats::format_table()) {
    if (has(row.format)) {
      names.emplace_back(row.name);
    }
  }
  return names;
}

void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& words) {
  command
      .add_option("--format", format,
                  say({"senão, pelo nome ou pelo conteúdo", "else by the name or the content"}))
      ->check(CLI::Validator(
          [words](const std::string& given) { return refuse_other_than(words, given); }, "",
          "format"))
      ->type_name(CLI::detail::join(words, "|"));
}

void add_encoding(CLI::App& command, std::string& encoding) {
  std::vector<std::string> words;
  for (const std::string_view name : formats::encoding_names()) {
    words.emplace_back(name);
  }
  command
      .add_option("--encoding", encoding,
                  say({"em que o texto está, quando não se vê",
                       "what the text is in, where it cannot be told"}))
      ->check(CLI::Validator(
          [words](const std::string& given) {
            return formats::encoding_named(given) ? "" : refuse_other_than(words, given);
          },
          "", "encoding"))
      ->type_name(CLI::detail::join(words, "|"));
}

void add_profile(CLI::App& command, std::string& profile) {
  std::vector<std::string> words;
  for (const std::string_view name : formats::csv_profile_names()) {
    words.emplace_back(name);
  }
  command
      .add_option("--profile", profile,
                  say({"o programa que exportou o CSV, quando as colunas não o dizem",
                       "the program that exported the CSV, where its columns do not tell"}))
      ->check(CLI::Validator(
          [words](const std::string& given) { return refuse_other_than(words, given); }, "",
          "profile"))
      ->type_name(CLI::detail::join(words, "|"));
}

std::string refuse_columns(const std::string& rules) {
  const auto parsed = formats::parse_column_rules(rules);
  return parsed ? ""
                : parsed.error() + say({": o que se escreve é Coluna=campo, com um campo de import "
                                        "--help, extra.NOME ou nada",
                                        ": what is written is Heading=field, with a field of "
                                        "import --help, extra.NAME or nothing"});
}

// The table of columns, under the options.
std::string column_table() {
  std::string text =
      say({"Colunas de um CSV (as demais ficam em extra, com o título que têm):",
           "Columns of a CSV (all others are kept in extra, under their headings):"});
  for (const formats::CsvColumn& column : formats::csv_columns()) {
    std::string name(name_of(column));
    constexpr std::size_t width = 18;
    const std::size_t letters = base::code_points(name);
    name.append(width > letters ? width - letters : 1, ' ');
    text += "\n  " + name + say(formats::csv_column_help(column));
  }
  return text;
}

void add_import(CLI::App& root, Options& options) {
  ImportConfig& config = options.importing;
  CLI::App& importing = *root.add_subcommand(
      "import", say({"carrega um arquivo MARC, MARCXML, CSV, NDJSON, BibTeX, RIS ou CSL-JSON",
                     "load a MARC, MARCXML, CSV, NDJSON, BibTeX, RIS or CSL-JSON file"}));
  importing.add_option(
      file_type(), config.file,
      say({"arquivo, ou - para a entrada padrão", "file, or - for standard input"}));
  add_format(importing, options.import_format, format_names(formats::has_reader));
  importing
      .add_option("--columns", options.import_columns,
                  say({"o que há nas colunas do CSV: Tema=assuntos,Tombo=extra.tombo; sem campo, a "
                       "coluna é ignorada; “autores&” separa também por &",
                       "what the columns of the CSV hold: Tema=assuntos,Tombo=extra.tombo; without "
                       "a field the column is ignored; “autores&” separates at & as well"}))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->check(CLI::Validator(refuse_columns, "", "columns"))
      ->type_name(say({"COLUNA=CAMPO,…", "HEADING=FIELD,…"}));
  add_encoding(importing, options.import_encoding);
  add_profile(importing, options.import_profile);
  importing.add_flag(
      "--template", options.import_template,
      say({"mostra um CSV vazio, para preencher", "print an empty CSV, to fill in"}));
  importing.add_flag_callback(
      "--dry-run", [&config] { config.effect = store::LoadEffect::tried; },
      say({"diz o que entraria, sem gravar nada", "say what would come in, without keeping it"}));
  add_word(importing, "--duplicates", config.if_known,
           Words<store::IfKnown>{{"create", store::IfKnown::create},
                                 {"skip", store::IfKnown::skip},
                                 {"update", store::IfKnown::update}})
      ->description(
          say({"livros que já estão no catálogo (o mesmo ISBN, ou título, autor e ano): "
               "entram de novo (create, o padrão), são pulados, ou recebem o que o arquivo diz",
               "books that are in the catalogue (same ISBN, or title, author and year): "
               "made again (create, the default), skipped, or given what the file says"}));
  importing
      .add_option("--rejects", config.rejects_file,
                  say({"arquivo a criar com os registros recusados, como vieram",
                       "file to be made with the refused records, as they came"}))
      ->type_name(file_type());
  add_database(importing, config.database);
  add_index_folder(importing, config.database);
  importing.footer(column_table());
}

}  // namespace

void add_file_commands(CLI::App& root, Options& options) {
  add_import(root, options);
  CLI::App& exporting = *root.add_subcommand(
      "export", say({"grava todos os livros num arquivo", "write all books to a file"}));
  exporting
      .add_option(file_type(), options.exporting.file,
                  say({"arquivo, ou - para a saída padrão", "file, or - for standard output"}))
      ->required();
  exporting.add_flag_callback(
      "--excel", [&options] { options.exporting.dialect = ExportConfig::Dialect::excel; },
      say({"CSV que o Excel em português abre: com BOM e ponto e vírgula",
           "CSV for an Excel of a country with decimal commas: byte order mark and semicolons"}));
  add_format(exporting, options.export_format, format_names([](formats::Format format) {
               return formats::has_writer(format, formats::WriteOptions::Extent::list);
             }));
  add_identity_options(exporting, options.exporting.identity);
  add_database(exporting, options.exporting.database);
}

Config chosen_import(const Options& options) {
  if (options.import_template) {
    return TemplateConfig{};
  }
  ImportConfig config = options.importing;
  config.format = formats::format_named(options.import_format);
  config.encoding = formats::encoding_named(options.import_encoding).value_or(config.encoding);
  config.profile = formats::csv_profile_named(options.import_profile).value_or(config.profile);
  if (config.file.empty()) {
    throw CLI::ValidationError(say({"falta ", "missing: "}) + file_type());
  }
  for (const std::string& rules : options.import_columns) {
    const auto parsed = formats::parse_column_rules(rules);
    config.columns.insert(config.columns.end(), parsed->begin(), parsed->end());
  }
  return config;
}

Config chosen_export(const Options& options) {
  ExportConfig config = options.exporting;
  config.format = formats::format_named(options.export_format);
  if (config.dialect == ExportConfig::Dialect::excel) {
    if (config.format.value_or(formats::Format::csv) != formats::Format::csv) {
      throw CLI::ValidationError(say({"--excel: só em CSV", "--excel: only in CSV"}));
    }
    config.format = formats::Format::csv;
  }
  return config;
}

}  // namespace app
