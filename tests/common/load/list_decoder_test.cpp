// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_decoder.h"

#include "common/base/error.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::load;

namespace {

const std::string kTwoRules =
    R"({"apiVersion":"networking.istio.io/v1","kind":"DestinationRuleList",)"
    R"("metadata":{"resourceVersion":"7","continue":"next"},)"
    R"("items":[{"metadata":{"name":"a","namespace":"n"}},{"metadata":{"name":"b","namespace":"n"}}]})";

struct Answer {
  SnapshotBuilder builder{SnapshotBuilder::From::Cluster};
  ListRequest request;
  ListDecoder decoder;

  explicit Answer(Kind kind) : request(list_of(kind, "")), decoder(request, builder) {}

  ListMeta read(std::string_view body, std::string_view type = "application/json") {
    for (std::size_t at = 0; at < body.size(); at += 50) {
      decoder.feed(body.substr(at, 50));
    }
    return decoder.finish(type);
  }
};

std::string error_of(Kind kind, std::string_view body, std::string_view type = "application/json") {
  try {
    Answer(kind).read(body, type);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a list in JSON gives its objects, its version and the way to the next page") {
  Answer answer(Kind::DestinationRule);
  const ListMeta meta = answer.read(kTwoRules);
  CHECK(meta.resource_version == "7");
  CHECK(meta.continue_token == "next");
  CHECK(answer.decoder.take_part().added<DestinationRule>().size() == 2);
}

TEST_CASE("what came of a list is nothing until it is taken") {
  Answer answer(Kind::DestinationRule);
  answer.read(kTwoRules);
  CHECK(answer.builder.added<DestinationRule>().empty());
  answer.builder.absorb(answer.decoder.take_part());
  CHECK(answer.builder.added<DestinationRule>().size() == 2);
}

TEST_CASE("a list that is cut anywhere is refused") {
  for (std::size_t size = 0; size < kTwoRules.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(error_of(Kind::DestinationRule, kTwoRules.substr(0, size)).empty());
  }
}

TEST_CASE("what is no list of the kind is refused") {
  CHECK(error_of(Kind::DestinationRule, "") == "the answer is empty");
  CHECK(error_of(Kind::Pod, "<html>", "text/html") ==
        "the answer is text/html: is this a Kubernetes API server, or a proxy?");
  CHECK(error_of(Kind::DestinationRule, R"({"kind":"Status","apiVersion":"v1"})") ==
        "the answer is no list of destinationrules");
  CHECK(error_of(Kind::Pod, std::string("k8s\0\x0e\x01", 6)) ==
        "the API server's answer is not a protobuf list");
}

TEST_CASE("an object that claims more than an API server stores is not waited for") {
  // raw of 1 GB, an item of 1 GB.
  const std::string huge("k8s\0\x12\x80\x80\x80\x80\x04\x12\x80\x80\x80\x80\x04", 16);
  Answer answer(Kind::Pod);
  CHECK_THROWS_AS(answer.read(huge), AnswerTooLarge);
}
