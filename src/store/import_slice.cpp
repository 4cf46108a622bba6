#include "store/import_slice.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "store/packed_text.hpp"
#include "store/tried_tables.hpp"

namespace store {
namespace {

constexpr std::string_view control_prefix = "controle:";
constexpr char code_end = '\x1E';
constexpr char count_begin = '\x1F';

bool holds_control(const catalog::BookFields& fields, const std::string& value) {
  return std::ranges::any_of(fields.identifiers, [&](const catalog::Identifier& identifier) {
    return identifier.value == value;
  });
}

// A book that is only tried has no id yet.
std::string shown_document(const StoredBook& tried) {
  if (tried.book.id.value < first_tried_id) {
    return tried.document;
  }
  return "{" + tried.document.substr(tried.document.find(',') + 1);
}

// The records of a slice one behind another, and what is noted of each.
class SliceRun {
 public:
  SliceRun(const ImportSlice& slice, WriteTables& tables, ControlIndex& controls,
           WriteApplier::Batch& batch)
      : slice_(slice),
        tables_(tables),
        controls_(controls),
        batch_(batch),
        merger_(tables, {slice.policy.if_known, slice.policy.match,
                         [this](std::string_view control) { return with_control(control); },
                         actor_of(slice.id)}) {}

  SliceWork run() {
    for (const ImportItem& item : slice_.items) {
      ++work_.counts.records;
      work_.counts.warnings += item.more_warnings;
      warn(item.warnings);
      if (item.book) {
        take(item);
      } else {
        refuse(item, item.faults);
      }
    }
    work_.counts.bytes_read = slice_.bytes_read;
    return std::move(work_);
  }

 private:
  void warn(const std::vector<ImportWarning>& warnings) {
    work_.counts.warnings += static_cast<std::int64_t>(warnings.size());
    for (const ImportWarning& warning : warnings) {
      if (work_.warnings.size() == import_warnings_max) {
        return;
      }
      work_.warnings.push_back(warning);
    }
  }

  void take(const ImportItem& item) {
    const Merged merged =
        merger_.merge({*item.book, item.control, item.added_only}, batch_.counters, batch_.now);
    switch (merged.fate) {
      case Merged::Fate::created:
        ++work_.counts.created;
        note(merged, item);
        break;
      case Merged::Fate::updated:
        ++work_.counts.updated;
        note(merged, item);
        break;
      case Merged::Fate::known:
        ++work_.counts.ignored;
        break;
      case Merged::Fate::refused:
        refuse(item, faults_of(*merged.problem, {item.record, item.line, item.bytes}));
        break;
    }
  }

  void refuse(const ImportItem& item, const std::vector<ImportFault>& faults) {
    ++work_.counts.refused;
    work_.refused += item.bytes;
    work_.faults.insert(work_.faults.end(), faults.begin(), faults.end());
  }

  void note(const Merged& merged, const ImportItem& item) {
    const auto [at, is_new] =
        work_.touched.try_emplace(merged.id, SliceWork::Touched{merged.before, merged.version});
    if (!is_new) {
      at->second.version = merged.version;
    }
    if (slice_.policy.simulate == Simulate::no) {
      batch_.changes.push_back({merged.id, batch_.counters.sequence});
    } else if (work_.sample.size() < sample_books_max) {
      work_.sample.push_back(shown_document(*tables_.live(merged.id)));
    }
    if (!item.control.empty()) {
      work_.controls.push_back({item.control, merged.id});
      new_controls_[item.control].push_back(merged.id);
    }
  }

  std::vector<BookId> with_control(std::string_view control) {
    const std::string wanted(control);
    std::vector<BookId> found = controls_.with_control(wanted);
    if (const auto here = new_controls_.find(wanted); here != new_controls_.end()) {
      found.insert(found.end(), here->second.begin(), here->second.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    const std::string value = control_value(control);
    std::erase_if(found, [&](BookId id) {
      const auto stored = tables_.live(id);
      return !stored || !holds_control(stored->book.fields, value);
    });
    return found;
  }

  const ImportSlice& slice_;
  WriteTables& tables_;
  ControlIndex& controls_;
  WriteApplier::Batch& batch_;
  BookMerger merger_;
  std::map<std::string, std::vector<BookId>, std::less<>> new_controls_;
  SliceWork work_;
};

// On one line, without what packing uses.
std::string on_one_line(std::string_view text, std::size_t code_points_max) {
  std::string line = base::abridged(text, code_points_max);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

constexpr std::size_t pointer_shown_max = 100;
constexpr std::size_t argument_shown_max = 200;

}  // namespace

ImportCounts& ImportCounts::operator+=(const ImportCounts& more) noexcept {
  bytes_read = std::max(bytes_read, more.bytes_read);
  records += more.records;
  created += more.created;
  updated += more.updated;
  ignored += more.ignored;
  refused += more.refused;
  warnings += more.warnings;
  return *this;
}

std::string pack(const std::vector<CodeCount>& counts) {
  std::string packed;
  for (const CodeCount& one : counts) {
    packed.append(packed.empty() ? "" : std::string(1, code_end)).append(one.code);
    packed.append(1, count_begin).append(std::to_string(one.count));
  }
  return packed;
}

std::vector<CodeCount> unpack_codes(std::string_view packed) {
  std::vector<CodeCount> counts;
  while (!packed.empty()) {
    const std::size_t end = std::min(packed.find(code_end), packed.size());
    const std::string_view item = packed.substr(0, end);
    const std::size_t middle = std::min(item.find(count_begin), item.size());
    CodeCount one{std::string(item.substr(0, middle)), 0};
    const std::string_view number = item.substr(std::min(middle + 1, item.size()));
    std::from_chars(number.data(), number.data() + number.size(), one.count);
    counts.push_back(std::move(one));
    packed.remove_prefix(std::min(end + 1, packed.size()));
  }
  return counts;
}

std::string packed_why(const ImportFault& fault) {
  if (fault.why_in_portuguese.empty()) {
    return {};
  }
  return pack(std::vector{fault.why_in_portuguese, fault.why_in_english});
}

std::string packed_why(const ImportWarning& warning) {
  return pack(std::vector{warning.why_in_portuguese, warning.why_in_english});
}

void unpack_why(ImportWarning& warning, std::string_view packed) {
  auto why = unpack_texts(packed).value_or(std::vector<std::string>{});
  why.resize(2);
  warning.why_in_portuguese = std::move(why[0]);
  warning.why_in_english = std::move(why[1]);
}

void append_sample(std::string& sample, const std::vector<std::string>& books) {
  auto count = static_cast<std::size_t>(std::ranges::count(sample, '\n'));
  for (const std::string& book : books) {
    if (count == sample_books_max) {
      return;
    }
    sample.append(book).append("\n");
    ++count;
  }
}

void count_codes(std::vector<CodeCount>& counts, const std::vector<ImportFault>& faults) {
  for (const ImportFault& fault : faults) {
    const auto known = std::ranges::find(counts, fault.code, &CodeCount::code);
    if (known != counts.end()) {
      ++known->count;
    } else {
      counts.push_back({fault.code, 1});
    }
  }
}

std::string actor_of(ImportId id) { return "importacao " + std::to_string(id); }

std::string control_value(std::string_view control) {
  return std::string(control_prefix).append(control);
}

std::string shown_excerpt(std::string_view text) {
  return on_one_line(base::clip_bytes(text, excerpt_bytes_max), excerpt_bytes_max);
}

ImportWarning warning_of(const ReadOtherwise& read, std::int64_t record, std::int64_t line) {
  return {record,
          line,
          on_one_line(read.column, pointer_shown_max),
          shown_excerpt(read.value),
          std::string(read.why.portuguese),
          std::string(read.why.english)};
}

std::vector<ImportFault> faults_of(const catalog::Problem& problem, const FaultPlace& where) {
  ImportFault fault;
  fault.record = where.record;
  fault.line = where.line;
  fault.excerpt = shown_excerpt(where.excerpt);
  if (problem.errors.empty()) {
    fault.code = catalog::kind_of(problem.code).slug;
    for (const std::string& argument : problem.arguments) {
      fault.arguments.push_back(on_one_line(argument, argument_shown_max));
    }
    return {std::move(fault)};
  }
  std::vector<ImportFault> faults;
  for (const catalog::FieldError& error : problem.errors) {
    ImportFault one = fault;
    one.pointer = on_one_line(error.pointer, pointer_shown_max);
    one.code = catalog::kind_of(error.rule).slug;
    for (const std::string& argument : error.arguments) {
      one.arguments.push_back(on_one_line(argument, argument_shown_max));
    }
    one.value = on_one_line(error.value, catalog::shown_max);
    faults.push_back(std::move(one));
  }
  return faults;
}

SliceWork apply_slice(const ImportSlice& slice, WriteTables& tables, ControlIndex& controls,
                      WriteApplier::Batch& batch) {
  return SliceRun(slice, tables, controls, batch).run();
}

Write undoing(ImportId id, const ImportedBook& book) {
  Write write{Remove{book.id}, {}, {}, actor_of(id)};
  if (book.before) {
    write.action = Restore{book.id, *book.before};
  }
  return write;
}

Undone undo_book(ImportId id, const ImportedBook& book, WriteTables& tables, WriteApplier& applier,
                 WriteApplier::Batch& batch) {
  const auto stored = tables.live(book.id);
  if (!stored) {
    return Undone::kept_deleted;
  }
  if (stored->book.version != book.version || !applier.apply(undoing(id, book), batch)) {
    return Undone::kept_changed;
  }
  return book.before ? Undone::reverted : Undone::deleted;
}

}  // namespace store
