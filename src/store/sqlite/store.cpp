#include "store/sqlite/store.hpp"

#include <optional>
#include <utility>

#include "store/sqlite/catalogue_copy.hpp"
#include "store/sqlite/catalogue_file.hpp"
#include "store/sqlite/import_store.hpp"
#include "store/sqlite/index_store.hpp"
#include "store/sqlite/key_store.hpp"
#include "store/sqlite/session.hpp"
#include "store/sqlite/writer.hpp"

namespace sqlite {
namespace {

CatalogueFile& whole(CatalogueFile& file, const Options& options) {
  if (is_unfinished_copy(file.connection())) {
    throw store::CannotOpen(store::CannotOpen::Reason::unfinished, options.file.string());
  }
  return file;
}

class Store final : public store::Store, public store::HandsChangesOver {
 public:
  Store(const Options& options, const Writer::Dependencies& dependencies)
      : log_(dependencies.log),
        reading_(connection_options(options, Access::read)),
        file_(options, Access::write, dependencies.clock),
        writer_(whole(file_, options).connection(), options, dependencies) {}

  ~Store() override { close(); }

  std::unique_ptr<store::Session> open_session(base::Executor& executor) override {
    return std::make_unique<Session>(writer_, reading_, executor, log_);
  }
  std::optional<catalog::Sequence> sequence() const noexcept override { return writer_.sequence(); }
  store::Health health() const noexcept override {
    return writer_.has_failed() ? store::Health::unavailable : store::Health::ready;
  }
  void listen(store::CommitListener& listener) override { writer_.listen(listener); }
  store::ChangeQueue* own_changes() noexcept override { return &writer_.own_changes(); }
  std::unique_ptr<store::IndexStore> open_index_store() override {
    return std::make_unique<IndexStore>(reading_, through(writer_.queue(), "indice de busca"));
  }
  std::unique_ptr<store::KeyStore> open_keys() override {
    return std::make_unique<KeyStore>(reading_, through(writer_.queue(), "chaves"));
  }
  std::unique_ptr<store::ImportStore> open_imports() override {
    return std::make_unique<ImportStore>(reading_, writer_.queue());
  }
  void close() override {
    writer_.close();
    if (writer_.has_failed()) {
      file_.abandon();
    }
  }

 private:
  base::Log& log_;
  const ConnectionOptions reading_;
  CatalogueFile file_;
  Writer writer_;
};

}  // namespace

std::unique_ptr<store::Store> open(const Options& options, const base::Clock& clock,
                                   base::Metrics& metrics, base::Log& log) {
  return std::make_unique<Store>(options, Writer::Dependencies{clock, metrics, log});
}

}  // namespace sqlite
