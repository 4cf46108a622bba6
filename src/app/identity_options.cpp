#include "app/identity_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "api/protocols/oai_namespace.hpp"
#include "app/language.hpp"
#include "base/ascii.hpp"
#include "base/text.hpp"

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

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t email_bytes_max = 254;

std::string refuse_name(const std::string& name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const bool fine = !name.empty() && name.size() <= name_bytes_max && base::is_valid_utf8(name) &&
                    std::ranges::none_of(name, is_control);
  return fine ? "" : name + ": Biblioteca Machado de Assis";
}

// As OAI-PMH.xsd has it: something, "@", a host with a dot; no blanks.
std::string refuse_email(const std::string& address) {
  const std::size_t at = address.find('@');
  const auto is_fine = [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '>'; };
  const std::size_t dot = at == std::string::npos ? at : address.find('.', at + 2);
  const bool fine = at != 0 && dot != std::string::npos && dot + 1 < address.size() &&
                    address.size() <= email_bytes_max && std::ranges::all_of(address, is_fine) &&
                    address.find('@', at + 1) == std::string::npos;
  return fine ? "" : address + ": biblioteca@example.org";
}

std::string refuse_namespace(const std::string& name) {
  return api::is_oai_namespace(name) ? "" : name + ": biblioteca.example.org";
}

}  // namespace

void add_repository_options(CLI::App& serve, IdentityConfig& identity) {
  const std::string group = say({"Catálogo", "Catalogue"});
  serve
      .add_option("--nome", identity.name,
                  say({"nome do catálogo para coletores, protocolos e leitores",
                       "the catalogue's name for harvesters, protocols and readers"}))
      ->check(CLI::Validator(refuse_name, "", "name"))
      ->type_name(say({"NOME", "NAME"}))
      ->group(group);
  serve
      .add_option("--email", identity.admin_email,
                  say({"quem responde pelo catálogo: liga a coleta por OAI-PMH em /oai",
                       "who answers for the catalogue: turns on harvesting by OAI-PMH at /oai"}))
      ->check(CLI::Validator(refuse_email, "", "email"))
      ->type_name(say({"ENDEREÇO", "ADDRESS"}))
      ->group(group);
  serve
      .add_option("--oai-namespace", identity.oai_namespace,
                  say({"domínio nos identificadores OAI (oai:DOMÍNIO:livros/4); sem isso, o de "
                       "--public-url",
                       "domain in OAI identifiers (oai:DOMAIN:livros/4); default: that of "
                       "--public-url"}))
      ->check(CLI::Validator(refuse_namespace, "", "namespace"))
      ->type_name(say({"DOMÍNIO", "DOMAIN"}))
      ->group(group);
  serve
      .add_flag_callback(
          "--opds-somente-digitais",
          [&identity] { identity.opds_holdings = catalog::Holdings::linked_text; },
          say({"em /opds, só os livros com uma ligação para o texto (relacao: texto)",
               "at /opds, only the books with a link to their text (relacao: texto)"}))
      ->group(group);
}

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
