import * as sdk from 'tiktok-business-api-sdk-official';

const APIS = {
  account: sdk.AccountManagementApi,
  ad: sdk.AdApi,
  adGroup: sdk.AdgroupApi,
  authentication: sdk.AuthenticationApi,
  business: sdk.BCApi,
  campaign: sdk.CampaignCreationApi,
  identity: sdk.IdentityApi,
  measurement: sdk.MeasurementApi,
  report: sdk.ReportingApi,
  tool: sdk.ToolApi,
};

export type SdkAnswer = {
  /** The SDK's own verdict: it reports every code but 0 as an error. */
  readonly error: Error | null;
  readonly status: number;
  /** The whole envelope as it came. */
  readonly envelope: { readonly code: number; readonly message: string; readonly data: unknown };
};

type Response = { readonly status: number; readonly body: SdkAnswer['envelope'] };

/**
 * TikTok's official SDK, pointed at a server on this machine: a client that is independent of the sandbox.
 *
 * @param values all arguments of the method before its callback
 */
export function sdkCall(
  origin: string,
  api: keyof typeof APIS,
  method: string,
  values: readonly unknown[],
): Promise<SdkAnswer> {
  const client = new sdk.ApiClient();
  client.basePath = origin;
  client.timeout = 10_000;
  const methods = new APIS[api](client);
  return new Promise((resolve, reject) => {
    const run = methods[method];
    if (run === undefined) throw new Error(`the SDK has no ${api}.${method}`);
    const done = (error: Error | null, _data: unknown, response?: Response) => {
      if (response === undefined) reject(error ?? new Error('no response'));
      else resolve({ error, status: response.status, envelope: response.body });
    };
    run.call(methods, ...values, done);
  });
}
