#include "imports/imports.hpp"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "base/sha256.hpp"
#include "formats/csv_assistant.hpp"
#include "imports/slice_pace.hpp"

namespace imports {
namespace {

namespace problem = catalog::problem;
using catalog::fail;
using catalog::ProblemCode;
using store::ImportState;

// A request with its file, as one number: the same key with another one is refused.
base::Sha256Digest fingerprint(const std::string& target, const std::string& sha256) {
  return base::sha256(target + '\n' + sha256);
}

Outcome wrong_state(const store::Import& import) {
  return fail(problem::wrong_import_state(import.id, wire_name(import.state)));
}

Done on(base::Executor& executor, Done done) {
  return [&executor, done = std::move(done)](Outcome outcome) {
    const auto shared = std::make_shared<Outcome>(std::move(outcome));
    executor.post([done, shared] { done(std::move(*shared)); });
  };
}

}  // namespace

Imports::Imports(Dependencies dependencies)
    : dependencies_(std::move(dependencies)),
      asked_(dependencies_.open()),
      undone_(dependencies_.open()),
      place_(asked_->spool_place()),
      runner_({[this] {
                 asked_->recover(dependencies_.clock.now());
                 return dependencies_.open();
               }(),
               dependencies_.clock, dependencies_.metrics, dependencies_.log}) {}

void Imports::stop() {
  is_stopping_ = true;
  writing_.stop();
  questions_.stop();
  undoing_.stop();
  runner_.stop();
}

// A broken store refuses the question, and the next one asks it again.
template <class Work>
Outcome Imports::guarded(Work work) {
  try {
    return work();
  } catch (const std::exception& error) {
    dependencies_.log.error("importacao", {{"motivo", std::string_view(error.what())}});
    return fail(problem::of(ProblemCode::storage_unavailable));
  }
}

catalog::Result<std::shared_ptr<Upload>> Imports::begin(base::Executor& executor,
                                                        std::optional<std::uint64_t> declared) {
  if (runner_.queued() >= store::imports_queued_max) {
    return fail(problem::of(ProblemCode::import_queue_full));
  }
  if (lacks_room(place_.folder, declared.value_or(0))) {
    return fail(problem::of(ProblemCode::no_room_for_file));
  }
  try {
    return std::make_shared<Upload>(writing_, executor, place_);
  } catch (const std::exception& error) {
    dependencies_.log.error("importacao", {{"motivo", std::string_view(error.what())}});
    return fail(problem::of(ProblemCode::storage_unavailable));
  }
}

void Imports::ask(Command command, base::Executor& executor, Done done) {
  done = on(executor, std::move(done));
  if (auto* const added = std::get_if<Add>(&command)) {
    add(std::move(*added), std::move(done));
    return;
  }
  if (const auto* const undone = std::get_if<Undo>(&command)) {
    undo(undone->id, std::move(done));
    return;
  }
  const bool is_taken =
      questions_.push([this, question = std::get<Question>(std::move(command)), done, &executor] {
        done(guarded([&] {
          return std::visit(
              [&]<class One>(const One& one) -> Outcome {
                if constexpr (std::is_same_v<One, GetRefused>) {
                  return answer(one, executor);
                } else {
                  return answer(one);
                }
              },
              question);
        }));
      });
  if (!is_taken) {
    done(fail(problem::of(ProblemCode::overloaded)));
  }
}

// ---- a new one ----------------------------------------------------------------------------------

void Imports::add(Add&& add, Done&& done) {
  const auto upload = std::move(add.upload);
  const auto command = std::make_shared<Add>(std::move(add));
  const bool is_taken = upload->finish([this, command, done](catalog::Result<Upload::Whole> whole) {
    if (!whole) {
      done(fail(whole.error()));
      return;
    }
    const bool is_asked = questions_.push([this, command, done, whole = *std::move(whole)] {
      done(guarded([&] { return keep(*command, whole); }));
    });
    if (!is_asked) {
      done(fail(problem::of(ProblemCode::overloaded)));
    }
  });
  if (!is_taken) {
    done(fail(problem::of(ProblemCode::overloaded)));
  }
}

Outcome Imports::keep(const Add& command, const Upload::Whole& whole) {
  using How = store::ImportStore::Added::How;
  store::NewImport import{
      pack(command.parameters), whole.sha256, whole.file->bytes(), command.actor, std::nullopt,
      whole.file->file()};
  if (!command.idempotency_key.empty()) {
    import.idempotency =
        store::IdempotencyKey{command.idempotency_key, fingerprint(command.target, whole.sha256)};
  }
  auto added = asked_->add(import, dependencies_.clock.now());
  switch (added.how) {
    case How::mismatch:
      return fail(problem::of(ProblemCode::idempotency_mismatch));
    case How::queue_full:
      return fail(problem::of(ProblemCode::import_queue_full));
    case How::added:
      runner_.wake();
      break;
    case How::replayed:
      break;
  }
  return Shown{.import = std::move(added.import), .is_replayed = added.how == How::replayed};
}

// ---- questions ----------------------------------------------------------------------------------

Outcome Imports::shown(store::ImportStore& store, ImportId id) {
  auto import = store.find(id);
  if (!import) {
    return fail(problem::import_not_found(id));
  }
  Shown shown{*std::move(import)};
  shown.faults = store.faults(id);
  shown.warnings = store.warnings(id);
  if (shown.import.undo.kept > 0) {
    shown.kept = store.kept(id);
  }
  return shown;
}

Outcome Imports::answer(const Get& command) { return shown(*asked_, command.id); }

Outcome Imports::answer(const List& command) { return asked_->list(command.before, command.limit); }

Outcome Imports::answer(const GetRefused& command, base::Executor& executor) {
  auto import = asked_->find(command.id);
  if (!import) {
    return fail(problem::import_not_found(command.id));
  }
  RefusedBytes refused{*std::move(import), {}};
  std::int64_t next = command.part;
  refused.bytes = asked_->refused(command.id, next, refused_bytes_max);
  std::int64_t behind = next;
  if (!asked_->refused(command.id, behind, 1).empty()) {
    refused.ask_more = [this, id = command.id, next, &executor](RefusedBytes::Then then) {
      ask(GetRefused{id, next}, executor, [then = std::move(then)](Outcome outcome) {
        if (outcome) {
          then(std::get<RefusedBytes>(*std::move(outcome)));
        } else {
          then(fail(outcome.error()));
        }
      });
    };
  }
  return refused;
}

Outcome Imports::answer(const Cancel& command) {
  const auto import = asked_->find(command.id);
  if (!import) {
    return fail(problem::import_not_found(command.id));
  }
  if (!asked_->cancel(command.id, dependencies_.clock.now())) {
    return wrong_state(*asked_->find(command.id));
  }
  runner_.wake();
  return shown(*asked_, command.id);
}

Outcome Imports::answer(const Resume& command) {
  const auto import = asked_->find(command.id);
  if (!import) {
    return fail(problem::import_not_found(command.id));
  }
  switch (asked_->resume(command.id)) {
    case store::ImportStore::Resumed::wrong_state:
      return wrong_state(*import);
    case store::ImportStore::Resumed::queue_full:
      return fail(problem::of(ProblemCode::import_queue_full));
    case store::ImportStore::Resumed::yes:
      runner_.wake();
      break;
  }
  return shown(*asked_, command.id);
}

Outcome Imports::answer(const Analyse& command) {
  const Parameters& parameters = command.parameters;
  const formats::Analysis analysis = formats::analyse(
      command.first_bytes, {.current_year = base::year_of(dependencies_.clock.now()),
                            .format = parameters.format,
                            .encoding = parameters.encoding,
                            .profile = parameters.profile,
                            .separator = parameters.separator,
                            .columns = parameters.columns});
  return Analysis{formats::to_json(analysis, command.language)};
}

// ---- undoing ------------------------------------------------------------------------------------

void Imports::undo(ImportId id, const Done& done) {
  const bool is_taken = undoing_.push([this, id, done] {
    done(guarded([&]() -> Outcome {
      const auto import = undone_->find(id);
      if (!import) {
        return fail(problem::import_not_found(id));
      }
      const auto parameters = unpack(import->parameters);
      const bool is_simulated = parameters && parameters->policy.simulate == store::Simulate::yes;
      if (is_simulated || !store::may_be_undone(import->state)) {
        return wrong_state(*import);
      }
      carry_out_undo(id);
      auto outcome = shown(*undone_, id);
      // Ended by a stop, or taken back by somebody: it goes on when it is asked for again.
      const bool is_whole =
          outcome && std::get<Shown>(*outcome).import.state == ImportState::undone;
      return is_whole ? std::move(outcome) : fail(problem::of(ProblemCode::draining));
    }));
  });
  if (!is_taken) {
    done(fail(problem::of(ProblemCode::overloaded)));
  }
}

// In slices that leave clients as much of the writer as they take.
void Imports::carry_out_undo(ImportId id) {
  SlicePace pace;
  while (!is_stopping_) {
    const auto outcome = undone_->undo(id, pace.records(), dependencies_.clock.now());
    if (!outcome || outcome->end == store::End::reached) {
      return;
    }
    pace.note(outcome->time);
    std::this_thread::sleep_until(pace.next_at());
  }
}

}  // namespace imports
