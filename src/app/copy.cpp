#include <cstdio>
#include <stdexcept>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/language.hpp"
#include "app/progress.hpp"
#include "search/follow/rebuild_index.hpp"
#include "store/catalogue_copy.hpp"

namespace app {
namespace {

constexpr std::size_t records_at_once = 1000;

// Goes on where an earlier copy stopped.
std::uint64_t copy_all(store::CopyReader& source, store::CopyWriter& target,
                       const store::CopyTotals& totals) {
  const auto total = static_cast<std::uint64_t>(totals.books + totals.tombstones);
  const store::CopyTotals before = target.counted();
  auto done = static_cast<std::uint64_t>(before.books + before.tombstones);
  Progress progress("copy", total);
  store::BookId reached = target.reached();
  for (auto records = source.read(reached, records_at_once); !records.empty();
       records = source.read(reached, records_at_once)) {
    target.add(records);
    reached = records.back().id;
    done += records.size();
    progress.show({done, done});
  }
  return done;
}

// One behind another: each may have five mebibytes.
void copy_covers(store::CopyReader& source, store::CopyWriter& target) {
  std::string reached;
  for (auto covers = source.read_covers(reached, 1); !covers.empty();
       covers = source.read_covers(reached, 1)) {
    target.add_covers(covers);
    reached = covers.back().hash;
  }
}

// Under ids of the target's own; those it has already stay as they are. How many were added.
std::size_t copy_keys(store::KeyStore& source, store::KeyStore& target) {
  std::size_t copied = 0;
  for (const catalog::AccessKey& key : source.list()) {
    if (target.add(key)) {
      ++copied;
    }
  }
  return copied;
}

}  // namespace

ExitCode run(const CopyConfig& config) {
  require_existing(config.from);
  const base::SystemClock clock;
  const auto from = open_catalogue(config.from, clock);
  const auto to = open_catalogue(config.to, clock);
  const auto source = from->copy_reader();
  auto target = to->copy_writer();
  const store::CopyTotals totals = source->totals();
  copy_covers(*source, *target);
  const std::uint64_t done = copy_all(*source, *target, totals);
  store::CopyTotals counted = target->counted();
  counted.sequence = totals.sequence;
  counted.last_id = totals.last_id;
  if (counted != totals) {
    throw std::runtime_error(
        say({"a origem mudou desde que a cópia começou; esvazie o destino e comece de novo",
             "the source has changed since the copy began; empty the target and begin again"}));
  }
  target->finish(totals);
  target.reset();
  const std::size_t keys = copy_keys(*from->keys(), *to->keys());
  search::make_index_if_far(*to, index_folder(config.to));
  std::printf("%s: %llu; %s: %zu\n", say({"copiados", "copied"}).c_str(),
              static_cast<unsigned long long>(done), say({"chaves", "keys"}).c_str(), keys);
  return ExitCode::done;
}

}  // namespace app
