#include "app/page_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/language.hpp"

namespace app {
namespace {

// The catalogues that src/web/assets/fontes.js knows how to ask.
struct IsbnSource {
  std::string_view name;
  std::string_view origin;
};
constexpr std::array sources{IsbnSource{"brasilapi", "https://brasilapi.com.br"},
                             IsbnSource{"openlibrary", "https://openlibrary.org"},
                             IsbnSource{"google", "https://www.googleapis.com"}};

const IsbnSource* source_named(std::string_view name) {
  const auto* const found = std::ranges::find(sources, name, &IsbnSource::name);
  return found == sources.end() ? nullptr : found;
}

// Empty when fine, as CLI11 wants it.
std::string refuse_source(const std::string& name) {
  return source_named(name) != nullptr ? "" : name + ": brasilapi, openlibrary, google";
}

void add_once(std::string& list, std::string_view separator, std::string_view one) {
  list.append(list.empty() ? "" : separator).append(one);
}

api::IsbnSources sources_of(const std::vector<std::string>& names) {
  api::IsbnSources chosen;
  std::vector<std::string_view> seen;
  for (const std::string& name : names) {
    if (std::ranges::find(seen, name) == seen.end()) {
      seen.push_back(name);
      add_once(chosen.names, ",", name);
      add_once(chosen.origins, " ", source_named(name)->origin);
    }
  }
  return chosen;
}

}  // namespace

void add_page_options(CLI::App& serve, ServeConfig& config) {
  serve
      .add_option_function<std::vector<std::string>>(
          "--isbn-fontes",
          [&config](const std::vector<std::string>& names) {
            config.isbn_sources = sources_of(names);
          },
          say({"catálogos que o navegador de quem cadastra consulta por um ISBN, nesta ordem; sem "
               "isso, nenhum",
               "catalogues that the browser of whoever adds a book asks for its ISBN, in this "
               "order; default: none"}))
      ->delimiter(',')
      ->check(CLI::Validator(refuse_source, "", "source"))
      ->type_name("brasilapi,openlibrary,google")
      ->group(say({"Catálogo", "Catalogue"}));
}

}  // namespace app
