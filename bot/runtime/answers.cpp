#include "bot/runtime/answers.h"

#include "adapters/web/api_error.h"
#include "bot/base/percent.h"

namespace frontdesk::runtime {

namespace web = adapters::web;

void AddSecurityHeaders(net::HttpResponse& response, std::string_view policy) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Content-Security-Policy", policy);
}

net::HttpResponse ToResponse(adapters::HttpAnswer answer) {
  net::HttpResponse response{answer.status, std::move(answer.headers), std::move(answer.body)};
  AddSecurityHeaders(response);
  return response;
}

net::HttpResponse JsonResponse(std::string json) { return ToResponse(web::JsonAnswer(std::move(json))); }

net::HttpResponse ErrorResponse(const base::Error& error) { return ToResponse(web::ErrorAnswer(error)); }

net::HttpResponse ErrorResponse(int status, std::string_view code, std::string_view message) {
  adapters::HttpAnswer answer = web::JsonAnswer(web::ErrorJson(code, message));
  answer.status = status;
  return ToResponse(std::move(answer));
}

net::HttpResponse TooLargeResponse(std::string_view message, std::int64_t limit) {
  adapters::HttpAnswer answer = web::JsonAnswer(web::ErrorJson(ToString(base::ErrorCode::kTooLarge), message, limit));
  answer.status = web::StatusOf(base::ErrorCode::kTooLarge);
  return ToResponse(std::move(answer));
}

net::HttpResponse BusyResponse() {
  return ErrorResponse({base::ErrorCode::kUnavailable, "The server is busy. Please try again in a moment.", {}, {}});
}

net::HttpResponse FileResponse(const base::FileRef& file, std::string bytes) {
  net::HttpResponse response{200,
                             {{"Content-Type", file.type},
                              {"Content-Disposition", "attachment; filename*=UTF-8''" + base::PercentEncode(file.name)},
                              {"Cache-Control", "private, no-store"},
                              {"Cross-Origin-Resource-Policy", "same-origin"}},
                             std::move(bytes)};
  AddSecurityHeaders(response, "default-src 'none'; frame-ancestors 'none'; sandbox");
  return response;
}

}  // namespace frontdesk::runtime
