// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/finding.h"
#include "common/kube/api_client.h"
#include "common/load/cluster_source.h"
#include "common/load/list_decoder.h"
#include "common/load/list_plan.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mesh::load {

// What came of one request.
struct ListResult {
  ListRequest request;
  int status = 0;                       // of the last answer; 0: none came
  std::string message;                  // why there is no part
  std::optional<SnapshotBuilder> part;  // the objects, if all of them are there
  std::vector<Finding> findings;
  std::string resource_version;  // that it was read at
};

// Reads lists in parallel, each whole or not at all: page after page where the server makes pages,
// from the beginning where the server forgot the pages (410), and once more where an answer could
// not be read.
class ListReader {
 public:
  // All arguments must outlive it.
  ListReader(kube::ApiClient& client, SnapshotBuilder& builder,
             const std::function<void(const LoadProgress&)>& report)
      : client_(client), builder_(builder), report_(report) {}

  // In the order of `lists`.
  std::vector<ListResult> read(const std::vector<ListRequest>& lists);

 private:
  struct Reading {
    ListRequest page;
    SnapshotBuilder whole;
    ListResult result;
    std::optional<ListDecoder> decoder;  // of this page
    std::string error;                   // of this page
    int restarts = 0;
    int retries = 0;
    bool is_done = false;
  };

  void read_pages(const std::vector<Reading*>& readings);
  void begin_page(Reading& reading);
  void feed(Reading& reading, std::string_view piece);
  void end_page(Reading& reading, const kube::Outcome& outcome);
  void take_page(Reading& reading, const ListMeta& meta);
  void start_over(Reading& reading);
  void show_progress();

  kube::ApiClient& client_;
  SnapshotBuilder& builder_;
  const std::function<void(const LoadProgress&)>& report_;
  std::deque<Reading> readings_;
  LoadProgress progress_;
};

}  // namespace mesh::load
