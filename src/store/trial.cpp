#include "store/trial.hpp"

#include <utility>

namespace store {
namespace {

ImportFault remark_of(std::string portuguese, std::string english) {
  ImportFault fault;
  fault.code = partly_compared;
  fault.why_in_portuguese = std::move(portuguese);
  fault.why_in_english = std::move(english);
  return fault;
}

}  // namespace

// The control numbers of the catalogue, and of the books that were tried.
class Trial::KnownControls final : public ControlIndex {
 public:
  KnownControls(ControlIndex& base, const std::unordered_multimap<std::string, BookId>& tried)
      : base_(base), tried_(tried) {}

  std::vector<BookId> with_control(const std::string& control) override {
    std::vector<BookId> found = base_.with_control(control);
    const auto [begin, end] = tried_.equal_range(control);
    std::size_t left = duplicate_candidates_max;
    for (auto at = begin; at != end && left > 0; ++at, --left) {
      found.push_back(at->second);
    }
    return found;
  }

 private:
  ControlIndex& base_;
  const std::unordered_multimap<std::string, BookId>& tried_;
};

SliceWork Trial::apply(const ImportSlice& slice, WriteTables& base, ControlIndex& controls) {
  if (!tables_ || import_ != slice.id || records_ != slice.records_before) {
    const bool compares = slice.policy.if_known != IfKnown::create;
    tables_.emplace(compares ? TriedTables::Keeps::books : TriedTables::Keeps::chosen_ids,
                    bytes_max_);
    controls_.clear();
    import_ = slice.id;
    first_ = records_ = slice.records_before;
    kept_.reset();
  }
  tables_->put_over(base);
  KnownControls known(controls, controls_);
  WriteCounters counters;
  std::vector<Committed> changes;
  WriteApplier::Batch batch{counters, changes, slice.now};
  SliceWork work = apply_slice(slice, *tables_, known, batch);
  for (const SliceWork::Control& one : work.controls) {
    if (tables_->reserve(tried_entry_bytes + one.control.size())) {
      controls_.emplace(one.control, one.book);
    }
  }
  if (tables_->has_left_out() && !kept_) {
    kept_ = slice.records_before;
  }
  records_ += static_cast<std::int64_t>(slice.items.size());
  return work;
}

std::optional<ImportFault> Trial::remark(ImportId id) const {
  if (!tables_ || import_ != id) {
    return std::nullopt;
  }
  if (first_ > 0) {
    const std::string first = std::to_string(first_);
    return remark_of("a simulação foi interrompida e retomada: os registros depois do " + first +
                         "º não foram comparados com os anteriores do arquivo, e os que repetem um "
                         "deles contam como novos",
                     "the dry run was interrupted and resumed: the records behind number " + first +
                         " were not compared with those before it, and what repeats one of these "
                         "counts as new");
  }
  if (kept_) {
    const std::string kept = std::to_string(*kept_);
    return remark_of(
        "o arquivo é grande demais para a simulação: os registros foram comparados "
        "com o catálogo e com os primeiros " +
            kept + " do arquivo, e os que repetem um posterior a eles contam como novos",
        "the file is too large for the dry run: the records were compared with the "
        "catalogue and with the first " +
            kept + " of the file, and what repeats one behind these counts as new");
  }
  return std::nullopt;
}

}  // namespace store
