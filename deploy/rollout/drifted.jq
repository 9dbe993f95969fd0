# Of what CloudFormation found changed, what no roll-out, scaling or blue/green deployment changes; nothing at all if that is empty.
def expected:
    {"AWS::ECS::Service": "^/(TaskDefinition|DesiredCount|LoadBalancers(/.*)?)$",
     "AWS::ElasticLoadBalancingV2::ListenerRule": "^/Actions(/.*)?$",
     "AWS::ApplicationAutoScaling::ScalableTarget": "^/M(in|ax)Capacity$"};
[.StackResourceDrifts[]
 | .ResourceType as $type
 | select(.StackResourceDriftStatus == "DELETED"
     or ([.PropertyDifferences[]?.PropertyPath] | length == 0 or any(.[]; test(expected[$type] // "^$") | not)))
 | {(.LogicalResourceId): (.StackResourceDriftStatus + " " + ([.PropertyDifferences[]?.PropertyPath] | join(" ")))}]
| if length > 0 then add else empty end
