// SPDX-License-Identifier: Apache-2.0
#include "common/load/manifest_source.h"

#include "common/base/error.h"
#include "common/load/locate.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace mesh;
using namespace mesh::load;

namespace {

Loaded read(std::vector<std::string> files, bool recursive = false) {
  return load_manifests({.files = std::move(files),
                         .recursive = recursive,
                         .default_ns = "default",
                         .kinds = {Kind::Service, Kind::Namespace, Kind::Pod, Kind::Deployment}});
}

std::string service(const std::string& name) {
  return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n  namespace: shop\n";
}

std::vector<std::string> texts(const Loaded& loaded) {
  std::vector<std::string> out;
  for (const Finding& finding : loaded.findings) {
    const std::string file = finding.location.file.substr(finding.location.file.rfind('/') + 1);
    out.push_back(file + ":" + std::to_string(finding.location.line) + " " +
                  std::string(finding.check->code));
  }
  return out;
}

std::string where(const Loaded& loaded, const Object& object, const FieldPath& path) {
  Locator locator(loaded.sources);
  const Location location = locator.locate(object.ref.origin, path);
  return std::to_string(location.line) + ":" + std::to_string(location.column);
}

}  // namespace

TEST_CASE("a directory gives its manifests, and its folders only when asked") {
  const test::TempFolder folder;
  folder.write("a.yaml", service("a"));
  folder.write("b.json", R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"b"}})");
  folder.write("notes.txt", "no manifest");
  folder.write("deep/c.yml", service("c"));
  CHECK(read({folder.path()}).snapshot.services().size() == 2);
  CHECK(read({folder.path()}, true).snapshot.services().size() == 3);
  CHECK(read({folder.path() + "/*.yaml"}).snapshot.services().size() == 1);
}

TEST_CASE("paths that give nothing are errors that say so") {
  const test::TempFolder folder;
  CHECK_THROWS_WITH(read({folder.path() + "/nope.yaml"}), Catch::Contains("does not exist"));
  CHECK_THROWS_WITH(read({folder.path()}), Catch::Contains("recognized file extensions are"));
}

TEST_CASE("one broken document is told with its line, and the others are read") {
  const test::TempFolder folder;
  folder.write("a.yaml", service("a") + "---\nkind: [\n---\n" + service("b"));
  const Loaded loaded = read({folder.path()});
  CHECK(texts(loaded) == std::vector<std::string>{"a.yaml:8 LOAD001"});
  CHECK(loaded.snapshot.services().size() == 2);
}

TEST_CASE("a file that is not text is told, an empty one is nothing") {
  const test::TempFolder folder;
  folder.write("binary.yaml", std::string("\x7f"
                                          "ELF\0\0\1",
                                          7));
  folder.write("empty.yaml", "");
  CHECK(texts(read({folder.path()})) == std::vector<std::string>{"binary.yaml:1 LOAD001"});
}

TEST_CASE("a byte order mark and Windows line ends are no obstacle") {
  const test::TempFolder folder;
  folder.write("a.yaml",
               "\xef\xbb\xbf"
               "apiVersion: v1\r\nkind: Service\r\nmetadata: { name: a }\r\n---\r\n");
  const Loaded loaded = read({folder.path()});
  CHECK(loaded.findings.empty());
  CHECK(loaded.snapshot.services().size() == 1);
}

TEST_CASE("an object that is defined twice is told, and the later one counts") {
  const test::TempFolder folder;
  folder.write("a.yaml", service("a") + "spec: { ports: [{ port: 1 }] }\n---\n" + service("a") +
                             "spec: { ports: [{ port: 2 }] }\n");
  const Loaded loaded = read({folder.path()});
  CHECK(texts(loaded) == std::vector<std::string>{"a.yaml:4 LOAD004"});
  CHECK(loaded.snapshot.services()[0].ports[0].port == 2);
}

TEST_CASE("a field is found in YAML, JSON and Lists") {
  const test::TempFolder folder;
  folder.write("a.yaml",
               "# first\n---\n" + service("a") + "spec:\n  ports:\n    - port: 1\n      name: x\n");
  folder.write("b.json",
               "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [\n  {\"apiVersion\": "
               "\"v1\", \"kind\": \"Service\",\n   \"metadata\": {\"name\": \"b\"}, \"spec\": "
               "{\"ports\": [\n     {\"port\": 1,\n      \"name\": \"x\"}]}}]}");
  const Loaded loaded = read({folder.path()});
  const Service& b = loaded.snapshot.services()[0];
  const Service& a = loaded.snapshot.services()[1];
  CHECK(where(loaded, a, FieldPath("spec", "ports", 0, "name")) == "11:13");
  CHECK(where(loaded, b, FieldPath("spec", "ports", 0, "name")) == "5:15");
}

TEST_CASE("an absent field gives the line of its nearest parent") {
  const test::TempFolder folder;
  folder.write("a.yaml", service("a") + "spec:\n  ports:\n    - port: 1\n");
  const Loaded loaded = read({folder.path()});
  const Service& service = loaded.snapshot.services()[0];
  CHECK(where(loaded, service, FieldPath("spec", "ports", 0, "name")) == "8:7");
  CHECK(where(loaded, service, FieldPath("spec", "selector", "app")) == "6:1");
}

TEST_CASE("fields of all items of a JSON List are found, on one line too") {
  const test::TempFolder folder;
  const std::string item =
      R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},"spec":{"type":"x"}})";
  const auto named = [&](const std::string& name) {
    return std::string(item).replace(item.find("NAME"), 4, name);
  };
  folder.write("a.json", "\n{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + named("a") +
                             "," + named("b") + ",\n  " + named("c") + "]}");
  const Loaded loaded = read({folder.path()});
  const FieldPath name("metadata", "name");
  const auto services = loaded.snapshot.services();
  CHECK(where(loaded, services[0], name) == "2:98");
  CHECK(where(loaded, services[1], name) == "2:179");
  CHECK(where(loaded, services[2], name) == "3:58");
  CHECK(where(loaded, services[2], FieldPath("spec", "ports", 0)) == "3:70");
}
