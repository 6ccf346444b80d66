// How the API refuses: one shape, one status for each reason, and nothing of the inside in a failure of ours.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from '../../shared/api.ts';
import type { Result } from '../../shared/result.ts';
import type { Log } from '../../shared/server/log.ts';

export const STATUS: Readonly<Record<ApiError['reason'], number>> = {
  invalid: 400,
  signedOut: 401,
  wrongCredentials: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  expired: 410,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
};

/** Thrown inside a request; becomes its answer. */
export class ApiFailure extends Error {
  readonly answer: ApiError;
  readonly statusCode: number;
  constructor(reason: ApiError['reason'], path: string, message: string) {
    super(message);
    this.name = 'ApiFailure';
    this.answer = { reason, path, message };
    this.statusCode = STATUS[reason];
  }
}

/** The value, or the refusal as this request's answer. */
export function orRefuse<T>(result: Result<T, ApiError>): T {
  if (result.ok) return result.value;
  const { reason, path, message } = result.error;
  throw new ApiFailure(reason, path, message);
}

function answerOf(error: FastifyError): ApiError | undefined {
  if (error instanceof ApiFailure) return error.answer;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { reason: 'tooLarge', path: '', message: 'the body is longer than 256 kB' };
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return { reason: 'tooMany', path: '', message: 'too many requests: wait a minute' };
  if (status >= 400 && status < 500) return { reason: 'invalid', path: '', message: error.message };
  return undefined;
}

/** The one error handler. What is not a refusal of ours is logged by name and withheld. */
export const errorHandler =
  (log: Log) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const answer = answerOf(error);
    if (!answer) {
      log.error({ error, method: request.method, route: request.routeOptions.url }, 'a request failed');
    }
    const sent = answer ?? {
      reason: 'unavailable',
      path: '',
      message: 'the hub could not do this; its log says why',
    };
    void reply
      .code(answer ? STATUS[answer.reason] : 500)
      .type('application/json')
      .send(sent);
  };
