#include "bot/base/json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/text.h"

namespace frontdesk::base {

namespace {

using nlohmann::json;

// Builds the value under bounds; the first breach stops the parser, so a deep value is never built.
class BoundedBuilder final : public json::json_sax_t {
 public:
  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override {
    return std::isfinite(value) ? Add(value) : Stop("a number is out of range");
  }
  bool string(string_t& value) override { return Add(std::move(value)); }
  bool binary(binary_t&) override { return Stop("binary values are not JSON"); }
  bool start_object(std::size_t) override { return Open(json::object()); }
  bool start_array(std::size_t) override { return Open(json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override {
    if (stack_.back()->contains(name)) return Stop("the key '" + Shorten(name, 40) + "' stands twice");
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    return Stop("not valid JSON at byte " + std::to_string(position));
  }

  json root;
  std::string error;

 private:
  json* Place(json value) {
    if (stack_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (stack_.back()->is_array()) return &stack_.back()->emplace_back(std::move(value));
    return &((*stack_.back())[key_] = std::move(value));
  }
  bool Add(json value) {
    Place(std::move(value));
    return true;
  }
  bool Open(json value) {
    if (stack_.size() >= kMaxJsonDepth) return Stop("nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
    stack_.push_back(Place(std::move(value)));
    return true;
  }
  bool Close() {
    stack_.pop_back();
    return true;
  }
  bool Stop(std::string why) {
    if (error.empty()) error = std::move(why);
    return false;
  }

  std::vector<json*> stack_;
  std::string key_;
};

}  // namespace

Result<json> ParseJson(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return Fail(ErrorCode::kTooLarge, "JSON over " + std::to_string(max_bytes) + " bytes");
  }
  // The parser takes NUL for the end of the text and would not look at what follows.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return Fail(ErrorCode::kInvalid, "not valid JSON at byte " + std::to_string(nul + 1));
  }
  BoundedBuilder builder;
  try {
    if (json::sax_parse(text, &builder)) return std::move(builder.root);
  } catch (const json::exception&) {
    builder.error = "not valid JSON";
  }
  return Fail(ErrorCode::kInvalid, builder.error.empty() ? "not valid JSON" : builder.error);
}

std::string DumpJson(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string TextAt(const json& value, std::string_view key, std::string fallback) {
  const auto it = value.find(key);
  return it != value.end() && it->is_string() ? it->get<std::string>() : std::move(fallback);
}

long long IntAt(const json& value, std::string_view key, long long fallback) {
  const auto it = value.find(key);
  return it != value.end() && it->is_number_integer() ? it->get<long long>() : fallback;
}

bool BoolAt(const json& value, std::string_view key, bool fallback) {
  const auto it = value.find(key);
  return it != value.end() && it->is_boolean() ? it->get<bool>() : fallback;
}

std::string JsonQuote(std::string_view text) {
  if (!IsUtf8(text)) return JsonQuote(CleanUtf8(text));
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == 0x7F) {
      static constexpr char kHex[] = "0123456789abcdef";
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace frontdesk::base
