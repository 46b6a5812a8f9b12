/** The official SDK has no types. These cover the used part: classes of methods that end in a callback. */
declare module 'tiktok-business-api-sdk-official' {
  export class ApiClient {
    basePath: string;
    timeout: number;
  }
  type Api = new (client: ApiClient) => Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
  export const AccountManagementApi: Api;
  export const AdApi: Api;
  export const AdgroupApi: Api;
  export const AuthenticationApi: Api;
  export const BCApi: Api;
  export const CampaignCreationApi: Api;
  export const IdentityApi: Api;
  export const MeasurementApi: Api;
  export const ReportingApi: Api;
  export const ToolApi: Api;
}
