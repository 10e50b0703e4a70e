#include "bot/base/secret.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace frontdesk::base {

Result<Secret> ReadSecret(std::string_view reference, const std::string& directory) {
  if (reference.starts_with("env:")) {
    const std::string name(reference.substr(4));
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) {
      return Fail(ErrorCode::kInvalid, "the environment variable " + name + " is not set", "env:" + name);
    }
    return Secret(value);
  }
  if (reference.starts_with("file:")) {
    const std::string path = (std::filesystem::path(directory) / reference.substr(5)).string();
    std::ifstream in(path);
    std::ostringstream bytes;
    if (!in || !(bytes << in.rdbuf())) return Fail(ErrorCode::kInvalid, "the secret file cannot be read", path);
    std::string value = bytes.str();
    while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
    if (value.empty()) return Fail(ErrorCode::kInvalid, "the secret file is empty", path);
    return Secret(std::move(value));
  }
  return Fail(ErrorCode::kInvalid, "a secret must not stand in the file; write env:NAME or file:PATH");
}

}  // namespace frontdesk::base
