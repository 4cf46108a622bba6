#include "app/identity_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/language.hpp"
#include "base/ascii.hpp"

namespace app {
namespace {

constexpr std::size_t public_url_bytes_max = 200;
constexpr std::size_t organization_bytes_max = 40;

bool is_url_char(char c) noexcept {
  return base::is_letter(c) || base::is_digit(c) ||
         std::string_view("-._~:/[]%").find(c) != std::string_view::npos;
}

// Empty when fine, as CLI11 wants it.
std::string refuse_public_url(const std::string& url) {
  const std::size_t scheme = url.starts_with("https://")  ? 8
                             : url.starts_with("http://") ? 7
                                                          : std::string::npos;
  const bool fine = scheme != std::string::npos && url.size() > scheme &&
                    url.size() <= public_url_bytes_max && url[scheme] != '/' &&
                    std::ranges::all_of(url, is_url_char);
  return fine ? "" : url + ": https://livros.example, https://example.org/catalogo";
}

std::string refuse_organization(const std::string& code) {
  const auto is_fine = [](char c) {
    return base::is_letter(c) || base::is_digit(c) || c == '-' || c == '/';
  };
  const bool fine =
      !code.empty() && code.size() <= organization_bytes_max && std::ranges::all_of(code, is_fine);
  return fine ? "" : code + ": BR-RjBN, PoLiBN";
}

std::string refuse_country(const std::string& code) {
  const bool fine = (code.size() == 2 || code.size() == 3) &&
                    std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
  return fine ? "" : code + ": bl, po, xxu (https://www.loc.gov/marc/countries/)";
}

}  // namespace

void add_identity_options(CLI::App& command, IdentityConfig& identity) {
  const std::string group = say({"Catálogo", "Catalogue"});
  command
      .add_option_function<std::string>(
          "--public-url",
          [&identity](std::string url) {
            while (url.ends_with('/')) {
              url.pop_back();
            }
            identity.public_url = std::move(url);
          },
          say({"endereço público do catálogo, para os endereços absolutos do que ele entrega",
               "the catalogue's public address, for absolute addresses in what it gives"}))
      ->check(CLI::Validator(refuse_public_url, "", "url"))
      ->type_name("https://…")
      ->group(group);
  command
      .add_option("--marc-org", identity.marc_organization,
                  say({"código da instituição no MARC 21 (campo 003)",
                       "the institution's code in MARC 21 (field 003)"}))
      ->check(CLI::Validator(refuse_organization, "", "organization"))
      ->type_name(say({"CÓDIGO", "CODE"}))
      ->group(group);
  command
      .add_option_function<std::string>(
          "--marc-pais",
          [&identity](std::string code) {
            code.resize(3, ' ');
            identity.marc_country = std::move(code);
          },
          say({"país de publicação no MARC 21 (campo 008)",
               "country of publication in MARC 21 (field 008)"}))
      ->check(CLI::Validator(refuse_country, "", "country"))
      ->type_name(say({"CÓDIGO", "CODE"}))
      ->group(group);
}

}  // namespace app
