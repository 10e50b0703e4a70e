#include "bot/net/http_answer.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

constexpr std::string_view kAllowedMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

bool IsHeaderName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return IsAlpha(c) || IsDigit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool IsHeaderValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c == '\t' || (c >= ' ' && c != 0x7f) || c < 0; });
}

bool IsServersOwn(std::string_view name) {
  return EqualsIgnoringCase(name, "content-length") || EqualsIgnoringCase(name, "transfer-encoding") ||
         EqualsIgnoringCase(name, "connection") || EqualsIgnoringCase(name, "date");
}

bool AreHeaders(const HttpHeaders& headers) {
  return std::all_of(headers.begin(), headers.end(),
                     [](const auto& h) { return IsHeaderName(h.first) && IsHeaderValue(h.second); });
}

bool Has(const HttpHeaders& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& h) { return EqualsIgnoringCase(h.first, name); });
}

void AppendHeader(std::string_view name, std::string_view value, std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void AppendStart(int status, const HttpHeaders& headers, std::string_view date, std::string& out) {
  const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  out.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
  out.append(reason.data(), reason.size()).append("\r\n");
  AppendHeader("Date", date, out);
  for (const auto& [name, value] : headers) {
    if (!IsServersOwn(name)) AppendHeader(name, value, out);
  }
}

std::string_view Sentence(int status) {
  switch (status) {
    case 400: return "The request is not well-formed HTTP.";
    case 405: return "This method is not allowed.";
    case 408: return "The request took too long to arrive.";
    case 413: return "The request body is larger than this address accepts.";
    case 414: return "The address is too long.";
    case 415: return "Compressed request bodies are not accepted.";
    case 417: return "This expectation cannot be met.";
    case 429: return "Too many connections from this address. Please try again in a moment.";
    case 431: return "The request headers are too large.";
    case 501: return "This transfer encoding is not supported.";
    case 503: return "The server is busy. Please try again in a moment.";
    case 504: return "The answer took too long.";
    case 505: return "Please use HTTP/1.1.";
    default: return "The server could not answer this request.";
  }
}

}  // namespace

bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }

bool AppendAnswerHead(const HttpResponse& response, const AnswerFrame& frame, std::string_view date, std::string& out) {
  if (response.status < 200 || response.status > 599 || !AreHeaders(response.headers)) return false;
  AppendStart(response.status, response.headers, date, out);
  if (MayHaveBody(response.status)) AppendHeader("Content-Length", std::to_string(response.body.size()), out);
  if (!frame.keep_alive) {
    AppendHeader("Connection", "close", out);
  } else if (frame.version == 10) {
    AppendHeader("Connection", "keep-alive", out);
  }
  out.append("\r\n");
  return true;
}

bool AppendStreamHead(const HttpHeaders& headers, int version, std::string_view date, std::string& out) {
  if (!AreHeaders(headers)) return false;
  AppendStart(200, headers, date, out);
  if (!Has(headers, "content-type")) AppendHeader("Content-Type", "text/event-stream", out);
  if (!Has(headers, "cache-control")) AppendHeader("Cache-Control", "no-store", out);
  // nginx would otherwise hold events back.
  if (!Has(headers, "x-accel-buffering")) AppendHeader("X-Accel-Buffering", "no", out);
  if (version == 11) AppendHeader("Transfer-Encoding", "chunked", out);
  out.append("Connection: close\r\n\r\n");
  return true;
}

HttpResponse RefusalAnswer(int status) {
  HttpResponse answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}};
  if (status == 405) answer.headers.emplace_back("Allow", kAllowedMethods);
  if (status == 415) answer.headers.emplace_back("Accept-Encoding", "identity");
  if (status == 503 || status == 429) answer.headers.emplace_back("Retry-After", "1");
  answer.body = std::string(Sentence(status)) + "\n";
  return answer;
}

HttpResponse OptionsAnswer() { return {204, {{"Allow", std::string(kAllowedMethods)}}, ""}; }

std::string_view HttpDate::Now() {
  const std::time_t now = std::time(nullptr);
  if (now != second_ || text_.empty()) {
    second_ = now;
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[64];
    text_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
  }
  return text_;
}

}  // namespace frontdesk::net
