#include "app/language.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>

#include "store/cannot_open.hpp"
#include "store/postgres/storage_error.hpp"
#include "store/sqlite/storage_error.hpp"

namespace app {
namespace {

// The resolver's message, which has no error number.
constexpr std::string_view unknown_host = "Host not found (authoritative)";

struct SystemWording {
  int error;
  std::string_view portuguese;
};
// The system has no Portuguese words where its language package is missing, as in containers.
constexpr std::array system_wordings{
    SystemWording{EACCES, "sem permissão"},
    SystemWording{EADDRINUSE, "endereço já em uso"},
    SystemWording{EADDRNOTAVAIL, "esta máquina não tem esse endereço"},
    SystemWording{EBUSY, "em uso"},
    SystemWording{ECONNREFUSED, "ninguém atende nesse endereço"},
    SystemWording{ECONNRESET, "a conexão foi interrompida"},
    SystemWording{EDQUOT, "cota de disco esgotada"},
    SystemWording{EEXIST, "já existe"},
    SystemWording{EFBIG, "arquivo grande demais"},
    SystemWording{EHOSTUNREACH, "essa máquina não é alcançada"},
    SystemWording{EINVAL, "valor inválido"},
    SystemWording{EIO, "erro de leitura ou gravação"},
    SystemWording{EISDIR, "é uma pasta"},
    SystemWording{ELOOP, "links demais"},
    SystemWording{EMFILE, "arquivos abertos demais"},
    SystemWording{ENAMETOOLONG, "nome longo demais"},
    SystemWording{ENETUNREACH, "essa rede não é alcançada"},
    SystemWording{ENFILE, "arquivos abertos demais no sistema"},
    SystemWording{ENODEV, "esse dispositivo não existe"},
    SystemWording{ENOENT, "não existe"},
    SystemWording{ENOMEM, "memória insuficiente"},
    SystemWording{ENOSPC, "disco cheio"},
    SystemWording{ENOTDIR, "não é uma pasta"},
    SystemWording{ENOTEMPTY, "a pasta não está vazia"},
    SystemWording{EPERM, "operação não permitida"},
    SystemWording{EPIPE, "quem lia fechou a conexão"},
    SystemWording{EROFS, "sistema de arquivos só de leitura"},
    SystemWording{ETIMEDOUT, "tempo esgotado"},
    SystemWording{EXDEV, "fica noutro sistema de arquivos"},
};

// `text` with the system's English words at its end replaced by ours.
std::string with_system_words(std::string text) {
  if (language() == catalog::Language::english) {
    return text;
  }
  if (text.ends_with(unknown_host)) {
    text.resize(text.size() - unknown_host.size());
    return text + "este nome não leva a endereço nenhum";
  }
  for (const SystemWording& known : system_wordings) {
    const std::string english = std::generic_category().message(known.error);
    if (text.ends_with(english)) {
      return text.replace(text.size() - english.size(), english.size(), known.portuguese);
    }
  }
  return text;
}

std::string explain_refusal(const store::CannotOpen& refusal) {
  using Reason = store::CannotOpen::Reason;
  if (language() == catalog::Language::english) {
    return refusal.what();
  }
  const std::string& name = refusal.name();
  const std::string subject = with_system_words(refusal.subject());
  switch (refusal.reason()) {
    case Reason::in_use:
      return "O catálogo " + name +
             " está em uso por outro processo: pare o servidor antes; com ele no ar, GET /exportar "
             "dá os livros e POST /importacoes os recebe.";
    case Reason::unreachable:
      return "O banco de dados " + name + " não pode ser alcançado: " + subject;
    case Reason::newer:
      return "O catálogo " + name + " foi gravado por uma versão mais nova: ele tem a migração " +
             subject + ", que esta não conhece.";
    case Reason::not_a_catalogue:
      return name + " não é um catálogo deste programa.";
    case Reason::exists:
      return name + " já existe e não é sobrescrito.";
    case Reason::unfinished:
      return "Uma cópia para " + name + " ficou incompleta: rode api-livros copy de novo.";
    case Reason::unsound:
      return "A cópia de segurança " + name +
             " está danificada, e o catálogo ficou como estava: " + subject;
    case Reason::damaged:
      return "O catálogo " + name + " está danificado: " + subject +
             "; pode-se restaurar uma cópia de segurança.";
    case Reason::unwritable:
      return "A cópia de segurança " + name + " não pode ser gravada: " + subject + ".";
    case Reason::environment:
      return "O catálogo " + name + " não pode ser aberto: " + subject + ".";
  }
  return refusal.what();
}

}  // namespace

catalog::Language language() {
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') {
      continue;
    }
    const std::string_view locale = value;
    const std::string_view tongue = locale.substr(0, locale.find_first_of("_.@-"));
    return tongue == "en" || tongue == "EN" ? catalog::Language::english
                                            : catalog::Language::portuguese;
  }
  return catalog::Language::portuguese;
}

std::string say(const catalog::Wording& wording) { return std::string(wording.in(language())); }

std::string explain(const std::exception& error) {
  if (const auto* refusal = dynamic_cast<const store::CannotOpen*>(&error)) {
    return explain_refusal(*refusal);
  }
  if (dynamic_cast<const sqlite::StorageError*>(&error) != nullptr ||
      dynamic_cast<const postgres::StorageError*>(&error) != nullptr) {
    return say({"o banco de dados falhou: ", "the database failed: "}) + error.what();
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return say({"memória insuficiente", "out of memory"});
  }
  // Its own text is for programmers: "filesystem error: status: … [name]".
  if (const auto* failure = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) {
    return failure->path1().string() + ": " + with_system_words(failure->code().message());
  }
  return with_system_words(error.what());
}

}  // namespace app
