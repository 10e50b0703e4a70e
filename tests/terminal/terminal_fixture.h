// What the tests of the terminal share: a command with its output, and a directory that goes away.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "bot/terminal/terminal.h"

namespace frontdesk::terminal {

struct Printed {
  int code = 0;
  std::string out, err;
};

inline Printed RunCommand(const std::vector<std::string>& arguments, const std::string& input = {}) {
  std::istringstream in(input);
  std::ostringstream out, err;
  Printed printed;
  printed.code = Run(arguments, Streams{in, out, err, false});
  printed.out = out.str();
  printed.err = err.str();
  return printed;
}

class TempDirectory {
 public:
  TempDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "frontdesk-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  std::string At(const std::string& file) const { return (path_ / file).string(); }
  std::string Write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
    return At(file);
  }
  std::string Read(const std::string& file) const {
    std::ifstream in(path_ / file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path path_;
};

// A workspace of a few lines: one article, one flow.
inline std::string WriteSmallWorkspace(const TempDirectory& directory) {
  directory.Write("small/frontdesk.yaml", "frontdesk: 1\naccounts: {widget: {type: web}}\n");
  directory.Write("small/knowledge/en/hours.md",
                  "---\ntitle: Opening hours\nquestions:\n  - When are you open?\n  - opening hours\n  - are you open "
                  "on Sunday\n---\nFrom 9 to 18, every day.\n");
  directory.Write("small/flows/parcel.yaml",
                  "flow: parcel\ntitle: A parcel is missing\nlocale: en\nstart: {phrases: [my parcel is missing]}\n"
                  "steps:\n"
                  "  - {ask: number, type: text, text: Which number does it have?}\n"
                  "  - ask: carrier\n    type: choice\n    text: Who brings it?\n"
                  "    options: [{value: post, label: The post}, {value: other, label: Somebody else}]\n"
                  "  - ticket: {category: service, title: 'Parcel {{number}} by {{carrier.label}}'}\n"
                  "  - say: 'This is number {{ticket.number}}.'\n"
                  "  - end: done\n");
  return directory.At("small");
}

}  // namespace frontdesk::terminal
