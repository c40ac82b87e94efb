// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.h"

#include <curl/curl.h>

#include <memory>
#include <new>
#include <string>

namespace mesh::kube {

// libcurl's handles with owners. For the curl_*.cpp files only: curl stays behind http.h.

template <auto Free>
struct CurlFreer {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};

using CurlEasy = std::unique_ptr<CURL, CurlFreer<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlFreer<curl_multi_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlFreer<curl_slist_free_all>>;

template <typename Value>
void set_option(const CurlEasy& easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy.get(), option, value);
  if (code != CURLE_OK) {
    throw Error("libcurl does not take option {}: {}", static_cast<int>(option),
                curl_easy_strerror(code));
  }
}

inline void append_to(CurlList& list, const std::string& text) {
  curl_slist* longer = curl_slist_append(list.get(), text.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace mesh::kube
