// SPDX-License-Identifier: Apache-2.0
#include "common/load/yaml_to_json.h"

#include "common/base/json_string.h"
#include "common/load/yaml_scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace mesh::load {
namespace {

// Lets the parser read a view without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

YamlProblem problem_at(const YAML::Mark& mark, std::string message) {
  return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1,
          std::move(message)};
}

// Writes JSON as the parser reports events. One frame for each open map or list.
class JsonWriter : public YAML::EventHandler {
 public:
  explicit JsonWriter(std::size_t size_limit) : size_limit_(size_limit) {}

  std::string take_json() { return std::move(out_); }

  std::vector<YamlProblem> take_problems() { return std::move(problems_); }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    scalar(mark, "?", anchor, "");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    scalar(mark, tag, anchor, value);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto target = anchors_.find(anchor);
    if (target == anchors_.end()) {
      throw YAML::ParserException(mark, "an alias inside the value it refers to");
    }
    begin_value(mark);
    if (out_.size() + target->second.size() > size_limit_) {
      throw YAML::ParserException(mark, "the aliases of this document expand to too much");
    }
    out_ += target->second;
    end_value(0, out_.size() - target->second.size());
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    begin_value(mark);
    frames_.push_back({.is_map = false, .anchor = anchor, .begin = out_.size()});
    out_ += '[';
  }

  void OnSequenceEnd() override { close(']'); }

  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    begin_value(mark);
    frames_.push_back({.is_map = true, .anchor = anchor, .begin = out_.size()});
    out_ += '{';
  }

  void OnMapEnd() override {
    if (!frames_.back().merged.empty()) {
      write_merged(frames_.back());
    }
    close('}');
  }

 private:
  struct Frame {
    bool is_map = false;
    YAML::anchor_t anchor = 0;
    std::size_t begin = 0;
    std::size_t count = 0;
    std::optional<std::string> key = std::nullopt;  // map: the key whose value comes next
    bool merging = false;                           // map: that key is `<<`
    std::vector<std::string> keys{};
    std::vector<std::size_t> elements{};  // list: where each element begins
    std::vector<std::string> merged{};    // map: members of merged maps, without braces
  };

  bool expects_key() const {
    return !frames_.empty() && frames_.back().is_map && !frames_.back().key;
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              const std::string& value) {
    if (expects_key()) {
      key(mark, tag, value);
      std::string json;
      append_json_string(json, value);
      remember(anchor, json);
      return;
    }
    begin_value(mark);
    const std::size_t begin = out_.size();
    if (is_string(tag)) {
      append_json_string(out_, value);
    } else {
      append_plain_scalar(out_, value);
    }
    end_value(anchor, begin);
  }

  static bool is_string(const std::string& tag) {
    const bool resolves = tag.empty() || tag == "?" || tag.ends_with(":int") ||
                          tag.ends_with(":float") || tag.ends_with(":bool") ||
                          tag.ends_with(":null");
    return !resolves;
  }

  void key(const YAML::Mark& mark, const std::string& tag, const std::string& name) {
    Frame& frame = frames_.back();
    frame.key = name;
    frame.merging = name == "<<" && !is_string(tag);
    if (frame.merging) {
      return;
    }
    if (std::find(frame.keys.begin(), frame.keys.end(), name) != frame.keys.end()) {
      problems_.push_back(
          problem_at(mark, fmt::format("key \"{}\" is given twice in one map", name)));
    }
    frame.keys.push_back(name);
  }

  // Writes what goes before a value: a comma, and in a map its key.
  void begin_value(const YAML::Mark& mark) {
    if (frames_.empty()) {
      return;
    }
    Frame& frame = frames_.back();
    if (frame.is_map && !frame.key) {
      throw YAML::ParserException(mark, "a map key must be a string");
    }
    if (frame.merging) {
      return;
    }
    if (frame.count++ > 0) {
      out_ += ',';
    }
    if (frame.is_map) {
      append_json_string(out_, *frame.key);
      out_ += ':';
    } else {
      frame.elements.push_back(out_.size());
    }
  }

  void end_value(YAML::anchor_t anchor, std::size_t begin) {
    remember(anchor, std::string_view(out_).substr(begin));
    if (frames_.empty() || !frames_.back().is_map) {
      return;
    }
    Frame& frame = frames_.back();
    if (frame.merging) {
      frame.merged.push_back(without_brackets(begin, out_.size()));
      out_.resize(begin);
    }
    frame.key.reset();
    frame.merging = false;
  }

  void remember(YAML::anchor_t anchor, std::string_view json) {
    if (anchor != 0) {
      anchors_[anchor] = std::string(json);
    }
  }

  void close(char bracket) {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (!frame.is_map && !frames_.empty() && frames_.back().merging) {
      merge_list(frame);
      return;
    }
    out_ += bracket;
    end_value(frame.anchor, frame.begin);
  }

  std::string without_brackets(std::size_t begin, std::size_t end) const {
    return end - begin > 2 ? out_.substr(begin + 1, end - begin - 2) : std::string();
  }

  // `<<: [*a, *b]`: of equal keys the first map's counts, and the readers take the last one.
  void merge_list(const Frame& list) {
    Frame& map = frames_.back();
    std::size_t end = out_.size();
    for (auto begin = list.elements.rbegin(); begin != list.elements.rend(); ++begin) {
      map.merged.push_back(without_brackets(*begin, end));
      end = *begin - 1;
    }
    out_.resize(list.begin);
    map.key.reset();
    map.merging = false;
  }

  // Merged members go first, so that the map's own keys, which come later, win.
  void write_merged(const Frame& frame) {
    const std::string own = out_.substr(frame.begin + 1);
    out_.resize(frame.begin + 1);
    for (const std::string& members : frame.merged) {
      append_members(members);
    }
    append_members(own);
  }

  void append_members(const std::string& members) {
    if (!members.empty() && out_.back() != '{') {
      out_ += ',';
    }
    out_ += members;
  }

  std::size_t size_limit_;
  std::string out_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, std::string> anchors_;
  std::vector<YamlProblem> problems_;
};

bool is_document_start(std::string_view line) {
  return line.starts_with("---") &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

// Aliases are for convenience: a document that grows a hundredfold by them is an attack.
std::size_t size_limit(std::size_t text_size) {
  return std::max<std::size_t>(1'000'000, text_size * 100);
}

}  // namespace

YamlDocument yaml_to_json(std::string_view text) {
  YamlDocument document;
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  JsonWriter writer(size_limit(text.size()));
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(writer);
    document.json = writer.take_json();
    document.problems = writer.take_problems();
    if (document.json == "null") {
      document.json.clear();
    }
  } catch (const YAML::Exception& error) {
    document.problems = {problem_at(error.mark, error.msg)};
  }
  return document;
}

std::vector<DocumentSpan> split_yaml_documents(std::string_view stream) {
  std::vector<DocumentSpan> documents;
  DocumentSpan current;
  std::size_t line = 1;
  for (std::size_t offset = 0; offset < stream.size(); ++line) {
    const std::size_t end = std::min(stream.find('\n', offset), stream.size());
    if (is_document_start(stream.substr(offset, end - offset)) && offset > 0) {
      current.size = offset - current.offset;
      documents.push_back(current);
      current = {.offset = offset, .size = 0, .line = line};
    }
    offset = end + 1;
  }
  current.size = stream.size() - current.offset;
  documents.push_back(current);
  return documents;
}

}  // namespace mesh::load
