#include "store/sqlite/maintenance.hpp"

#include <cstdio>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/health_check.hpp"
#include "app/language.hpp"
#include "search/follow/rebuild_index.hpp"
#include "store/postgres/released_form.hpp"

namespace app {

namespace {

constexpr std::chrono::seconds answer_within{2};

ExitCode ask(const HttpUrl& url) {
  const int status = status_of(url, answer_within);
  std::printf("%s%s: %d\n", url.authority.c_str(), url.target.c_str(), status);
  return status == 200 ? ExitCode::done : ExitCode::failed;
}

std::string told(postgres::Drop drop) {
  switch (drop) {
    case postgres::Drop::dropped:
      return say({"as tabelas da versão anterior foram removidas",
                  "the tables of the release before are dropped"});
    case postgres::Drop::nothing_to_drop:
      return say(
          {"não há tabelas da versão anterior", "there are no tables of the release before"});
    case postgres::Drop::not_copied:
      return say({"nada foi removido: a cópia dos livros não terminou; inicie o servidor e espere",
                  "nothing was dropped: the books are not all copied; start the server and wait"});
    case postgres::Drop::in_use:
      return say({"nada foi removido: há instâncias da versão anterior conectadas; encerre-as",
                  "nothing was dropped: instances of the release before are connected; stop them"});
    case postgres::Drop::differs:
      return say(
          {"nada foi removido: as tabelas das duas versões diferem; faça uma cópia "
           "(pg_dump) e relate",
           "nothing was dropped: the tables of the two releases differ; make a copy "
           "(pg_dump) and report it"});
    case postgres::Drop::busy:
      break;
  }
  return say({"nada foi removido: as tabelas estão em uso agora; tente de novo",
              "nothing was dropped: the tables are in use just now; try again"});
}

ExitCode contract(const DatabaseConfig& database, const base::Clock& clock) {
  postgres::Client client(server_options(database));
  if (postgres::released_form(client) == postgres::ReleasedForm::not_copied) {
    postgres::copy_released(client, [](const postgres::Copied&) { return true; });
  }
  const postgres::Drop drop = postgres::drop_released(client, clock, postgres::Word::certain);
  std::printf("%s\n", told(drop).c_str());
  const bool is_gone = drop == postgres::Drop::dropped || drop == postgres::Drop::nothing_to_drop;
  return is_gone ? ExitCode::done : ExitCode::failed;
}

}  // namespace

ExitCode run(const CheckConfig& config) {
  if (config.url) {
    return ask(*config.url);
  }
  require_existing(config.database);
  const base::SystemClock clock;
  const store::Findings findings = open_catalogue(config.database, clock)->check();
  for (const std::string& finding : findings) {
    std::printf("%s: %s\n", say({"defeito", "fault"}).c_str(), finding.c_str());
  }
  if (!findings.empty()) {
    return ExitCode::failed;
  }
  std::printf("%s: %s\n", say({"em ordem", "sound"}).c_str(), shown(config.database).c_str());
  return ExitCode::done;
}

ExitCode run(const BackupConfig& config) {
  require_existing(config.database);
  const base::SystemClock clock;
  sqlite::Maintenance(file_options(config.database), clock).backup(config.file);
  std::printf("%s: %s\n", say({"cópia feita", "copied to"}).c_str(), config.file.c_str());
  return ExitCode::done;
}

ExitCode run(const RestoreConfig& config) {
  const base::SystemClock clock;
  const auto replaced = sqlite::restore(config.file, file_options(config.database), clock);
  std::printf("%s: %s\n", say({"cópia restaurada", "restored"}).c_str(),
              shown(config.database).c_str());
  if (!replaced.empty()) {
    std::printf("%s: %s\n", say({"o que havia ficou em", "what was there is kept in"}).c_str(),
                replaced.c_str());
  }
  return ExitCode::done;
}

ExitCode run(const MigrateConfig& config) {
  const base::SystemClock clock;
  if (config.contract == MigrateConfig::Contract::yes) {
    (void)server_options(config.database);  // before anything is done
  }
  const auto catalogue = open_catalogue(config.database, clock);
  tell_if_new(*catalogue, config.database);
  for (const std::string& migration : catalogue->migrations_run()) {
    std::printf("%s: %s\n", say({"migração", "migration"}).c_str(), migration.c_str());
  }
  std::printf("%s: %s\n", say({"esquema em dia", "schema up to date"}).c_str(),
              shown(config.database).c_str());
  return config.contract == MigrateConfig::Contract::yes ? contract(config.database, clock)
                                                         : ExitCode::done;
}

ExitCode run(const ReindexConfig& config) {
  require_existing(config.database);
  const base::SystemClock clock;
  const std::uint64_t books =
      search::make_index(*open_catalogue(config.database, clock), index_folder(config.database));
  std::printf(
      "%s: %llu\n",
      say({"livros no índice de busca refeito", "books in the rebuilt search index"}).c_str(),
      static_cast<unsigned long long>(books));
  return ExitCode::done;
}

}  // namespace app
