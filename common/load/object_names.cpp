// SPDX-License-Identifier: Apache-2.0
#include "common/load/object_names.h"

#include "common/base/error.h"
#include "common/load/list_plan.h"
#include "common/load/protobuf_list.h"

#include <protozero/pbf_reader.hpp>

#include <deque>

namespace mesh::load {
namespace {

// Custom resources, too, are served as protobuf if only their metadata is asked for.
constexpr const char* kMetadataList =
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

using Names = std::vector<std::string>;

// metadata (1) of the object, name (1) of the metadata.
void add_name(std::string_view item, Names& names) {
  protozero::pbf_reader object(item.data(), item.size());
  while (object.next(1)) {
    protozero::pbf_reader metadata = object.get_message();
    while (metadata.next(1)) {
      names.push_back(metadata.get_string());
    }
  }
}

// One list as it arrives.
struct NameList {
  explicit NameList(ListRequest asked) : request(std::move(asked)) {}

  ListRequest request;
  Names names;
  bool broken = false;
  ProtobufListSplitter splitter{[this](std::string_view item) { add_name(item, names); }};

  void feed(std::string_view piece) {
    try {
      splitter.feed(piece);
    } catch (const Error&) {
      broken = true;
    } catch (const protozero::exception&) {
      broken = true;
    }
  }

  bool is_whole() const { return !broken && splitter.is_complete(); }
};

ListRequest request_for(const NameQuestion& question) {
  return {.kind = question.kind,
          .ns = info(question.kind).namespaced ? question.ns : "",
          .version = std::string(info(question.kind).versions.front())};
}

class NameLists {
 public:
  NameLists(kube::ApiClient& client, std::span<const NameQuestion> questions)
      : client_(client), answers_(questions.size()) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      open_.push_back({i, request_for(questions[i])});
    }
  }

  std::vector<std::optional<Names>> run() {
    while (!open_.empty()) {
      open_ = ask(open_);
    }
    return std::move(answers_);
  }

 private:
  struct Open {
    std::size_t question;
    ListRequest request;
  };

  // Returns what to ask next: kinds that the server has in an older version.
  std::vector<Open> ask(const std::vector<Open>& open) {
    std::vector<kube::Request> requests;
    std::deque<NameList> lists;
    for (const Open& each : open) {
      requests.push_back(each.request.http());
      requests.back().accept = kMetadataList;
      lists.emplace_back(each.request);
    }
    const std::vector<kube::Outcome> outcomes = client_.get_all(
        requests, [&](std::size_t index, std::string_view piece) { lists[index].feed(piece); });
    std::vector<Open> next;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto older = outcomes[i].status == 404 ? older_version(open[i].request) : std::nullopt;
      if (older) {
        next.push_back({open[i].question, *older});
      } else if (outcomes[i].status == 200 && lists[i].is_whole()) {
        answers_[open[i].question] = std::move(lists[i].names);
      }
    }
    return next;
  }

  kube::ApiClient& client_;
  std::vector<std::optional<Names>> answers_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<std::optional<std::vector<std::string>>> list_names(
    kube::ApiClient& client, std::span<const NameQuestion> questions) {
  return NameLists(client, questions).run();
}

}  // namespace mesh::load
