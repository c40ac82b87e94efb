// SPDX-License-Identifier: Apache-2.0
#include "common/load/cluster_source.h"

#include "common/base/error.h"
#include "common/load/document_decoder.h"
#include "common/load/list_plan.h"
#include "common/load/protobuf_list.h"

#include <protozero/exception.hpp>

#include <deque>

namespace mesh::load {
namespace {

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;

// Decodes one list as its bytes arrive: protobuf item by item, JSON (Istio's kinds, which are
// small) when it is whole. Whoever sees it fail must drop what it added.
class ListDecoder {
 public:
  ListDecoder(const ListRequest& request, SnapshotBuilder& builder)
      : request_(request),
        builder_(builder),
        api_version_(api_version_of(request)),
        reader_(builder.pool()),
        splitter_([this](std::string_view item) { decode(item); }) {}

  void feed(std::string_view piece) {
    if (info(request_.kind).built_in) {
      splitter_.feed(piece);
    } else {
      json_ += piece;
    }
  }

  // Throws Error if the list is cut short.
  void finish(DocumentDecoder& json_decoder) {
    if (!info(request_.kind).built_in) {
      json_decoder.decode_list(json_, request_.kind);
    } else if (!splitter_.is_complete()) {
      throw Error("the list ended before it was complete");
    }
  }

 private:
  static std::string api_version_of(const ListRequest& request) {
    const std::string_view group = info(request.kind).group;
    return group.empty() ? request.version : std::string(group) + "/" + request.version;
  }

  void decode(std::string_view item) {
    const ObjectContext context{.origin = {}, .api_version = api_version_, .default_ns = ""};
    reader_of(request_.kind)
        .from_protobuf(reader_, ProtobufReader::Message(item.data(), item.size()), context,
                       builder_);
  }

  const ListRequest& request_;
  SnapshotBuilder& builder_;
  std::string api_version_;
  ProtobufReader reader_;
  ProtobufListSplitter splitter_;
  std::string json_;
};

// One load: asks, and asks again more narrowly or for an older version where the server says no.
class ClusterLoad {
 public:
  ClusterLoad(kube::ApiClient& client, const ClusterOptions& options)
      : client_(client),
        options_(options),
        builder_(SnapshotBuilder::From::Cluster),
        json_decoder_(builder_, "", options.kinds) {}

  Loaded run() {
    std::vector<ListRequest> lists = first_lists(options_);
    while (!lists.empty()) {
      lists = ask(lists);
    }
    settle_refusals();
    return {.snapshot = builder_.finish(),
            .sources = {},
            .findings = json_decoder_.take_findings(),
            .unread = std::move(unread_),
            .partial = std::move(partial_)};
  }

 private:
  // Performs the lists and returns those to try next.
  std::vector<ListRequest> ask(const std::vector<ListRequest>& lists) {
    std::vector<kube::Request> requests;
    std::deque<ListDecoder> decoders;
    std::vector<std::string> decode_errors(lists.size());
    for (const ListRequest& list : lists) {
      requests.push_back(list.http());
      decoders.emplace_back(list, builder_);
    }
    const auto sink = [&](std::size_t index, std::string_view piece) {
      if (decode_errors[index].empty()) {
        decode_errors[index] = error_of([&] { decoders[index].feed(piece); });
      }
    };
    const std::vector<kube::Outcome> outcomes = client_.get_all(requests, sink);
    std::vector<ListRequest> next;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      if (outcomes[i].status == kOk && decode_errors[i].empty()) {
        decode_errors[i] = error_of([&] { decoders[i].finish(json_decoder_); });
      }
      settle(lists[i], outcomes[i], decode_errors[i], next);
    }
    return next;
  }

  // What went wrong in `function`, or "".
  template <typename Function>
  static std::string error_of(Function&& function) {
    try {
      function();
    } catch (const Error& error) {
      return error.what();
    } catch (const protozero::exception&) {
      return "the answer is not valid protobuf";
    }
    return {};
  }

  void settle(const ListRequest& list, const kube::Outcome& outcome,
              const std::string& decode_error, std::vector<ListRequest>& next) {
    if (outcome.status == kOk && decode_error.empty()) {
      answered_ = true;
      cover(list);
    } else if (outcome.status == kForbidden) {
      refused(list, outcome, next);
    } else if (outcome.status == kNotFound) {
      missing(list, next);
    } else if (outcome.status == kUnauthorized || outcome.status == 0) {
      throw Error("{}", outcome.message);
    } else {
      failed(list, decode_error.empty() ? outcome.message : decode_error);
    }
  }

  void cover(const ListRequest& list) {
    if (list.ns.empty()) {
      builder_.cover_everywhere(list.kind);
      return;
    }
    builder_.cover_namespace(list.kind, list.ns);
    narrowed_.add(list.kind);
  }

  void refused(const ListRequest& list, const kube::Outcome& outcome,
               std::vector<ListRequest>& next) {
    const std::vector<ListRequest> narrower = narrower_lists(list, options_);
    next.insert(next.end(), narrower.begin(), narrower.end());
    if (narrower.empty()) {
      refusals_.push_back(
          {.kind = list.kind,
           .ns = list.ns,
           .reason = "forbidden",
           .message = fmt::format("may not list {}{} ({})", info(list.kind).plural,
                                  list.ns.empty() ? "" : " in " + list.ns, outcome.status)});
    }
  }

  // Of a kind that was read in some namespaces, the others are a gap; of one that was read in none,
  // everything is.
  void settle_refusals() {
    for (UnreadKind& refusal : refusals_) {
      if (narrowed_.contains(refusal.kind)) {
        partial_.push_back({.code = "",
                            .kind = refusal.kind,
                            .ns = refusal.ns,
                            .reason = refusal.reason,
                            .message = refusal.message});
      } else {
        unread_.push_back(std::move(refusal));
      }
    }
    note_narrowed();
    if (!answered_ && !unread_.empty()) {
      throw Error("nothing could be read from {}: {}", client_.server(), unread_.front().message);
    }
  }

  void note_narrowed() {
    for (const KindInfo& kind : all_kinds()) {
      if (narrowed_.contains(kind.kind)) {
        partial_.push_back(
            {.code = "",
             .kind = kind.kind,
             .ns = "",
             .reason = "forbidden",
             .message = fmt::format("may list {} only in some namespaces (403)", kind.plural)});
      }
    }
  }

  void missing(const ListRequest& list, std::vector<ListRequest>& next) {
    if (const auto older = older_version(list)) {
      next.push_back(*older);
      return;
    }
    answered_ = true;
    unread_.push_back({.kind = list.kind,
                       .ns = "",
                       .reason = "notInstalled",
                       .message = fmt::format("{} is not installed in this cluster (404)",
                                              info(list.kind).name)});
  }

  void failed(const ListRequest& list, const std::string& why) {
    builder_.drop(list.kind);
    unread_.push_back(
        {.kind = list.kind,
         .ns = list.ns,
         .reason = "failed",
         .message = fmt::format("could not list {}: {}", info(list.kind).plural, why)});
  }

  kube::ApiClient& client_;
  const ClusterOptions& options_;
  SnapshotBuilder builder_;
  DocumentDecoder json_decoder_;
  bool answered_ = false;
  Kinds narrowed_;
  std::vector<UnreadKind> refusals_;
  std::vector<UnreadKind> unread_;
  std::vector<NotChecked> partial_;
};

}  // namespace

Loaded load_cluster(kube::ApiClient& client, const ClusterOptions& options) {
  return ClusterLoad(client, options).run();
}

}  // namespace mesh::load
