// Memory that runs out at any one place of a request: every allocation that it makes fails once, in
// a run of its own. The whole program's operator new is replaced for it, and lets all else pass.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <new>
#include <optional>

#include "support/api.hpp"

namespace api_out_of_memory_test {
namespace {

// Allocations of this thread that still succeed before one fails; nullopt: all do.
thread_local std::optional<std::size_t> allocations_left;

void* allocate(std::size_t bytes) {
  if (allocations_left && (*allocations_left)-- == 0) {
    allocations_left.reset();
    throw std::bad_alloc();
  }
  if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace
}  // namespace api_out_of_memory_test

// Never inline: where only one of a pair is, GCC takes the other for its own.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  return api_out_of_memory_test::allocate(bytes);
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t& /*unused*/) noexcept {
  try {
    return api_out_of_memory_test::allocate(bytes);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace api_out_of_memory_test {
namespace {

using http::Header;
using support::Api;
using support::FakeReply;
using support::FakeStore;

constexpr std::size_t allocations_max = 1000;

// A catalogue whose caches are warm or cold, and a request to it.
struct Scene {
  support::Sent sent;
  enum class Caches { cold, warm } caches = Caches::cold;
};

class OutOfMemory : public testing::TestWithParam<Scene> {
 protected:
  OutOfMemory() {
    catalog::BookFields fields = support::named("Dom Casmurro");
    fields.synopsis = std::string(3000, 'x');
    api_.store.put(fields);
    api_.store.put(support::named("Outro"));
    // Known before: what may be missing is then only a line of the metrics.
    (void)api_.send(GetParam().sent);
    if (GetParam().caches == Scene::Caches::cold) {
      cool();
    }
  }
  // Another book changes, and this one's bytes are forgotten.
  void cool() {
    const std::string year = std::to_string(++year_);
    EXPECT_EQ(api_.put("/livros/2", R"({"título":"Outro","autor":null,"ano":)" + year + '}').status,
              200U);
    api_.books.committed(std::array{store::Committed{{1}, {2}}});
  }
  Api api_{{.access_log = api::AccessLog::on}};
  int year_ = 0;
};

std::string name_of(const testing::TestParamInfo<Scene>& scene) {
  return std::to_string(scene.index) +
         (scene.param.caches == Scene::Caches::warm ? "_warm" : "_cold");
}

// Runs `act` with its first, second, third … allocation failing, until it needs no more.
template <class Act>
void with_each_failure(Act act) {
  for (std::size_t failing = 0; failing < allocations_max; ++failing) {
    if (act(failing)) {
      return;
    }
  }
  FAIL() << "always one allocation more";
}

TEST_P(OutOfMemory, ARequestIs503OrItsAnswerAndTheServerGoesOn) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  with_each_failure([this](std::size_t failing) {
    const auto reply = std::make_shared<FakeReply>(GetParam().sent);
    allocations_left = failing;
    api_.dispatcher->handle(reply->asked(), *reply);
    const bool enough = allocations_left.has_value();
    allocations_left.reset();
    EXPECT_TRUE(reply->is_answered()) << failing;
    const unsigned status = reply->is_answered() ? reply->answer().status : 0;
    EXPECT_TRUE(status == 200 || status == 503) << failing << ": " << status;
    EXPECT_EQ(reply->answer().all("X-Request-Id").size(), 1U) << failing;
    if (GetParam().caches == Scene::Caches::cold) {
      cool();
    }
    return enough;
  });
  EXPECT_EQ(api_.send(GetParam().sent).status, 200U);
  api_.log.flush();
  (void)testing::internal::GetCapturedStdout();
  (void)testing::internal::GetCapturedStderr();
}

TEST_P(OutOfMemory, ALateAnswerIs503OrItselfAndTheServerGoesOn) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  api_.store.reads_answer = FakeStore::Answers::on_demand;
  with_each_failure([this](std::size_t failing) {
    cool();
    const auto reply = api_.start(GetParam().sent);
    EXPECT_TRUE(reply->is_deferred());
    api_.store.answer_next();
    allocations_left = failing;
    api_.executor.run();
    const bool enough = allocations_left.has_value();
    allocations_left.reset();
    EXPECT_TRUE(reply->is_answered() || reply->is_abandoned()) << failing;
    return enough;
  });
  api_.log.flush();
  (void)testing::internal::GetCapturedStdout();
  (void)testing::internal::GetCapturedStderr();
}

INSTANTIATE_TEST_SUITE_P(
    Reads, OutOfMemory,
    testing::Values(Scene{{"GET", "/livros/1", {}, ""}}, Scene{{"GET", "/livros", {}, ""}},
                    Scene{{"GET", "/livros/1", {}, ""}, Scene::Caches::warm},
                    Scene{{"GET", "/livros", {}, ""}, Scene::Caches::warm},
                    Scene{{"GET", "/livros?limite=1", {{Header::accept_encoding, "gzip"}}, ""}},
                    Scene{{"GET", "/livros/1", {{Header::accept_encoding, "zstd"}}, ""}}),
    name_of);

}  // namespace
}  // namespace api_out_of_memory_test
