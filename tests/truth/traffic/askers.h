// SPDX-License-Identifier: Apache-2.0
//
// Each kind of question has a file ask_<kind>.cpp, which asks the engine and writes its answer with
// the words of the verbs' JSON, and a line in the table below.
#pragma once

#include "tests/truth/traffic/question.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace mesh::truth {

std::string ask_inbound(const Question& question);
std::string ask_trace(const Question& question);
std::string ask_gateway(const Question& question);
std::string ask_can(const Question& question);
std::string ask_protocol(const Question& question);

struct Asker {
  std::string_view ask;  // the question's kind
  std::string (*answer)(const Question& question);
  std::span<const std::string_view> beside{};  // words of the verb that the truth does not have
};

inline constexpr std::array<std::string_view, 1> kBesideTrace{"symptom"};

inline constexpr std::array<std::string_view, 1> kBesideCan{"symptom"};

inline constexpr std::array kAskers{
    Asker{.ask = "can", .answer = ask_can, .beside = kBesideCan},
    Asker{.ask = "protocol", .answer = ask_protocol},
    Asker{.ask = "inbound", .answer = ask_inbound},
    Asker{.ask = "trace", .answer = ask_trace, .beside = kBesideTrace},
    Asker{.ask = "gateway", .answer = ask_gateway, .beside = kBesideTrace},
};

}  // namespace mesh::truth
