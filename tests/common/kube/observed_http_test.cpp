// SPDX-License-Identifier: Apache-2.0
#include "common/kube/observed_http.h"

#include "tests/common/kube/fake_http.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

class Bodies : public HttpListener {
 public:
  void on_piece(std::size_t, const HttpHead&, std::string_view piece) override { text_ += piece; }

  void on_end(std::size_t, const HttpHead&, const std::optional<HttpFailure>&) override {
    text_ += ".";
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// What is written while one request, which gets a warning too, is made twice.
std::vector<std::string> lines_at(int verbosity) {
  Connection connection;
  connection.verbosity = verbosity;
  auto fake = std::make_unique<FakeHttp>();
  FakeAnswer warned = answer(200, {"a", "b"});
  warned.head.headers = {{"Warning", "299 - \"old\""}};
  fake->script["/x"] = {warned};
  std::vector<std::string> lines;
  ObservedHttp http(std::move(fake), connection, "agent",
                    [&](std::string_view line) { lines.emplace_back(line); });
  Bodies bodies;
  for (const std::size_t id : {1U, 2U}) {
    http.start(id, {"/x", {}, {}});
    http.poll(std::chrono::milliseconds(1), bodies);
  }
  CHECK(bodies.text() == "ab.ab.");
  CHECK(http.warnings() == 1);
  return lines;
}

}  // namespace

TEST_CASE("an observed answer arrives whole, and its warning is told once") {
  CHECK(lines_at(5) == std::vector<std::string>{"Warning: old"});
}

TEST_CASE("from -v=6 on each answer has its line") {
  CHECK(lines_at(6).size() == 3);
}
